-- With TimescaleDB: chunks of a week, compressed by patient after a month. Without it, the plain tables serve the same
-- queries. No retention is set: how long readings are kept is the operator's decision.
do $$
begin
    if exists (select from pg_available_extensions where name = 'timescaledb') then
        create extension if not exists timescaledb;
        perform create_hypertable('vitals.reading', 'measured_at',
            chunk_time_interval => interval '7 days', migrate_data => true);
        execute $sql$
            alter table vitals.reading set (
                timescaledb.compress,
                timescaledb.compress_segmentby = 'patient_id, kind',
                timescaledb.compress_orderby = 'measured_at, reading_id')
        $sql$;
        perform add_compression_policy('vitals.reading', interval '30 days');
    end if;
end
$$;
