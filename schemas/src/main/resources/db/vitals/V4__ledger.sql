-- The ledger: what each stage says of each device and patient. Each table has one way in; the reconciler compares them.

-- Why a reading is in error: 'MARKED' by somebody, or 'REASSIGNED' to another patient.
alter table vitals.reading add column error_cause text;

-- What the gateway wrote, counted from its topics, each record once: see projection_progress.
create table vitals.ledger_received (
    device_id  uuid   not null primary key,
    records    bigint not null,
    last_heard timestamptz not null -- a reading, a rejected message or a word of its state
);
create table vitals.ledger_rejected (
    device_id uuid, -- null: the topic named no device
    reason    text   not null,
    records   bigint not null,
    unique nulls not distinct (device_id, reason)
);

-- What the first half of the stream processor says that it did.
create table vitals.ledger_attributed (
    device_id  uuid   not null primary key,
    revision   bigint not null,
    received   bigint not null,
    duplicates bigint not null,
    attributed bigint not null,
    marked     bigint not null,
    held       bigint not null,
    moved      bigint not null,
    numbers    int8multirange not null,
    missing    bigint not null,
    reused     bigint not null
);
create index ledger_with_gaps on vitals.ledger_attributed (device_id) where missing > 0;

-- What the second half says.
create table vitals.ledger_evaluated (
    patient_id uuid   not null primary key,
    revision   bigint not null,
    evaluated  bigint not null
);

-- The rows that are there, counted by triggers: whoever takes one away is noticed.
create table vitals.ledger_stored_of_device (
    device_id  uuid   not null primary key,
    final      bigint not null,
    marked     bigint not null,
    taken_back bigint not null
);
create table vitals.ledger_stored_of_patient (
    patient_id uuid   not null primary key,
    final      bigint not null,
    marked     bigint not null,
    taken_back bigint not null
);
create table vitals.ledger_held (
    device_id uuid   not null primary key,
    held      bigint not null
);

-- Where two stages do not agree, and since when the one that is behind has not moved.
create table vitals.ledger_difference (
    subject    text        not null, -- 'device' or 'patient'
    id         uuid        not null,
    equation   text        not null,
    expected   bigint      not null,
    found      bigint      not null,
    since      timestamptz not null,
    alerted_at timestamptz,
    primary key (subject, id, equation)
);

-- Of the rows that a statement put in, changed or took away. Rows are locked in the order of their ids, so two writers
-- wait for each other and never for good. Deletions, which nobody makes in passing, are counted row by row: TimescaleDB
-- has no table of what a statement deleted.
create function vitals.count_added() returns trigger language plpgsql as $$
begin
    insert into vitals.ledger_stored_of_device as stored (device_id, final, marked, taken_back)
    select * from (
        select device_id,
            coalesce(sum(1) filter (where status = 'FINAL'), 0) as final,
            coalesce(sum(1) filter (where status <> 'FINAL' and error_cause = 'MARKED'), 0) as marked,
            coalesce(sum(1) filter (where status <> 'FINAL' and error_cause is distinct from 'MARKED'), 0) as taken_back
        from added
        group by device_id) as counted
    where final <> 0 or marked <> 0 or taken_back <> 0
    order by device_id
    on conflict (device_id) do update set
        final = stored.final + excluded.final,
        marked = stored.marked + excluded.marked,
        taken_back = stored.taken_back + excluded.taken_back;
    insert into vitals.ledger_stored_of_patient as stored (patient_id, final, marked, taken_back)
    select * from (
        select patient_id,
            coalesce(sum(1) filter (where status = 'FINAL'), 0) as final,
            coalesce(sum(1) filter (where status <> 'FINAL' and error_cause = 'MARKED'), 0) as marked,
            coalesce(sum(1) filter (where status <> 'FINAL' and error_cause is distinct from 'MARKED'), 0) as taken_back
        from added
        group by patient_id) as counted
    where final <> 0 or marked <> 0 or taken_back <> 0
    order by patient_id
    on conflict (patient_id) do update set
        final = stored.final + excluded.final,
        marked = stored.marked + excluded.marked,
        taken_back = stored.taken_back + excluded.taken_back;
    return null;
end
$$;
create function vitals.count_changed() returns trigger language plpgsql as $$
begin
    if not exists (select from added) then
        return null;
    end if;
    insert into vitals.ledger_stored_of_device as stored (device_id, final, marked, taken_back)
    select * from (
        select device_id,
            coalesce(sum(n) filter (where status = 'FINAL'), 0) as final,
            coalesce(sum(n) filter (where status <> 'FINAL' and error_cause = 'MARKED'), 0) as marked,
            coalesce(sum(n) filter (where status <> 'FINAL' and error_cause is distinct from 'MARKED'), 0) as taken_back
        from (
            select device_id, patient_id, status, error_cause, 1 as n from added
            union all
            select device_id, patient_id, status, error_cause, -1 from removed) as changes
        group by device_id) as counted
    where final <> 0 or marked <> 0 or taken_back <> 0
    order by device_id
    on conflict (device_id) do update set
        final = stored.final + excluded.final,
        marked = stored.marked + excluded.marked,
        taken_back = stored.taken_back + excluded.taken_back;
    insert into vitals.ledger_stored_of_patient as stored (patient_id, final, marked, taken_back)
    select * from (
        select patient_id,
            coalesce(sum(n) filter (where status = 'FINAL'), 0) as final,
            coalesce(sum(n) filter (where status <> 'FINAL' and error_cause = 'MARKED'), 0) as marked,
            coalesce(sum(n) filter (where status <> 'FINAL' and error_cause is distinct from 'MARKED'), 0) as taken_back
        from (
            select device_id, patient_id, status, error_cause, 1 as n from added
            union all
            select device_id, patient_id, status, error_cause, -1 from removed) as changes
        group by patient_id) as counted
    where final <> 0 or marked <> 0 or taken_back <> 0
    order by patient_id
    on conflict (patient_id) do update set
        final = stored.final + excluded.final,
        marked = stored.marked + excluded.marked,
        taken_back = stored.taken_back + excluded.taken_back;
    return null;
end
$$;
create function vitals.count_removed() returns trigger language plpgsql as $$
declare
    of_final int := (old.status = 'FINAL')::int;
    of_marked int := (old.status <> 'FINAL' and old.error_cause is not distinct from 'MARKED')::int;
begin
    update vitals.ledger_stored_of_device
    set final = final - of_final, marked = marked - of_marked, taken_back = taken_back - 1 + of_final + of_marked
    where device_id = old.device_id;
    update vitals.ledger_stored_of_patient
    set final = final - of_final, marked = marked - of_marked, taken_back = taken_back - 1 + of_final + of_marked
    where patient_id = old.patient_id;
    return null;
end
$$;
create trigger count_added after insert on vitals.reading
    referencing new table as added for each statement execute function vitals.count_added();
create trigger count_changed after update on vitals.reading
    referencing new table as added old table as removed for each statement execute function vitals.count_changed();
create trigger count_removed after delete on vitals.reading
    for each row execute function vitals.count_removed();

create function vitals.count_held() returns trigger language plpgsql as $$
begin
    execute format($sql$
        insert into vitals.ledger_held as held (device_id, held)
        select device_id, %s * count(*) from %I group by device_id order by device_id
        on conflict (device_id) do update set held = held.held + excluded.held
    $sql$, case tg_op when 'INSERT' then 1 else -1 end, case tg_op when 'INSERT' then 'added' else 'removed' end);
    return null;
end
$$;
create trigger count_added after insert on vitals.held
    referencing new table as added for each statement execute function vitals.count_held();
create trigger count_removed after delete on vitals.held
    referencing old table as removed for each statement execute function vitals.count_held();

-- What was there before the ledger.
insert into vitals.ledger_stored_of_device
select device_id, count(*) filter (where status = 'FINAL'), 0, count(*) filter (where status <> 'FINAL')
from vitals.reading group by device_id;
insert into vitals.ledger_stored_of_patient
select patient_id, count(*) filter (where status = 'FINAL'), 0, count(*) filter (where status <> 'FINAL')
from vitals.reading group by patient_id;
insert into vitals.ledger_held select device_id, count(*) from vitals.held group by device_id;

-- The ledger of some devices, a row for each.
create function vitals.ledger_of_devices(ids uuid[]) returns table (
    device_id uuid, records bigint, last_heard timestamptz, rejected bigint, processed bigint, duplicates bigint,
    attributed bigint, marked bigint, nobodys bigint, moved bigint, numbers int8multirange, missing bigint,
    reused bigint, final_rows bigint, marked_rows bigint, taken_back_rows bigint, held_rows bigint)
language sql stable as $$
    select device_id, coalesce(received.records, 0), received.last_heard,
        coalesce((select sum(r.records)::bigint from vitals.ledger_rejected r where r.device_id = asked.device_id), 0),
        coalesce(a.received, 0), coalesce(a.duplicates, 0), coalesce(a.attributed, 0), coalesce(a.marked, 0),
        coalesce(a.held, 0), coalesce(a.moved, 0), coalesce(a.numbers, '{}'), coalesce(a.missing, 0),
        coalesce(a.reused, 0), coalesce(s.final, 0), coalesce(s.marked, 0), coalesce(s.taken_back, 0),
        coalesce(h.held, 0)
    from (select distinct unnest(ids) as device_id) as asked
        left join vitals.ledger_received received using (device_id)
        left join vitals.ledger_attributed a using (device_id)
        left join vitals.ledger_stored_of_device s using (device_id)
        left join vitals.ledger_held h using (device_id)
$$;

-- The ledger of some patients, a row for each.
create function vitals.ledger_of_patients(ids uuid[]) returns table (
    patient_id uuid, evaluated bigint, final_rows bigint, marked_rows bigint, taken_back_rows bigint)
language sql stable as $$
    select patient_id, coalesce(e.evaluated, 0), coalesce(s.final, 0), coalesce(s.marked, 0), coalesce(s.taken_back, 0)
    from (select distinct unnest(ids) as patient_id) as asked
        left join vitals.ledger_evaluated e using (patient_id)
        left join vitals.ledger_stored_of_patient s using (patient_id)
$$;
