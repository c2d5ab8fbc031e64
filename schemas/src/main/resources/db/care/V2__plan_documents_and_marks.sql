-- From now on a version says all that is watched, and why it was made. A row without a document means the standard
-- template in its zone.
alter table care.plan
    add column document text,
    add column reason text not null default '';

-- What people said of readings, all kept: a mark holds until it is taken back or replaced by another.
create table care.mark (
    mark_id       uuid        not null primary key,
    reading_id    uuid        not null,
    device_id     uuid        not null,
    measured_at   timestamptz not null,
    patient_id    uuid        not null references care.patient, -- of whom it was said
    verdict       text        not null check (verdict in ('ENTERED_IN_ERROR', 'CONFIRMED')),
    reason        text        not null,
    marked_by     text        not null,
    marked_at     timestamptz not null,
    unmarked_by   text,
    unmarked_at   timestamptz,
    unmark_reason text,
    check ((unmarked_by is null) = (unmarked_at is null))
);
create unique index mark_in_force on care.mark (patient_id, reading_id) where unmarked_at is null;
create index mark_by_device on care.mark (device_id, reading_id);
