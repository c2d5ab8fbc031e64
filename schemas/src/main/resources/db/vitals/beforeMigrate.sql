-- The extension's functions go where every session finds them, and where they stay when the schema vitals is dropped:
-- migrations alone would put them into vitals.
do $$
begin
    if exists (select from pg_available_extensions where name = 'timescaledb') then
        create extension if not exists timescaledb schema public;
    end if;
end
$$;
