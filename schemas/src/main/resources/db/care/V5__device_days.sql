-- What remote monitoring is billed by.

-- The first day of a patient's first 30-day period; a patient who is not here begins on the first device day.
create table care.monitoring (
    patient_id uuid        not null primary key references care.patient,
    first_day  date        not null, -- in the patient's zone
    set_by     text        not null,
    set_at     timestamptz not null
);

-- Time that somebody spent on a patient's readings. An entry is taken back, never changed.
create table care.time_entry (
    entry_id       uuid        not null primary key,
    patient_id     uuid        not null references care.patient,
    day            date        not null, -- in the patient's zone
    minutes        integer     not null check (minutes between 1 and 600),
    activity       text        not null,
    logged_by      text        not null,
    logged_at      timestamptz not null,
    withdrawn_by   text,
    withdrawn_at   timestamptz,
    withdrawn_for  text,
    check ((withdrawn_by is null) = (withdrawn_at is null))
);
create index time_entry_by_patient on care.time_entry (patient_id, day);

create table care.billing_export (
    export_id   uuid        not null primary key,
    exported_by text        not null,
    exported_at timestamptz not null
);

-- What was exported of a 30-day period of device days, or of a calendar month of time. Rows are added, never changed: a
-- later version amends the one before.
create table care.billed (
    patient_id    uuid    not null references care.patient,
    service       text    not null check (service in ('DEVICE', 'TIME')),
    first_day     date    not null,
    last_day      date    not null,
    version       integer not null,
    export_id     uuid    not null references care.billing_export,
    zone          text    not null,
    quantity      integer not null, -- device days, or minutes
    manual_days   integer not null, -- days with typed-in readings only
    codes         text    not null, -- CPT, e.g. 99457 99458x2; empty where nothing can be billed
    evidence      uuid[]  not null, -- readings, or time entries
    evidence_days date[]  not null, -- the day of each
    primary key (patient_id, service, first_day, version)
);
create index billed_by_export on care.billed (export_id);
