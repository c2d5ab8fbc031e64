-- Written by the care API alone. The other services read accounts, sessions and device credentials to decide who may
-- do what, and join names when a page is made.

create table care.patient (
    patient_id  uuid not null primary key,
    family_name text not null,
    given_name  text not null,
    birth_date  date,
    zone        text not null,
    created_at  timestamptz not null
);
create index patient_by_name on care.patient (lower(family_name), lower(given_name), patient_id);

-- The versions of a patient's care plan, all kept. For now a plan says no more than the zone of the local days.
create table care.plan (
    patient_id     uuid        not null references care.patient,
    version        integer     not null,
    effective_from timestamptz not null,
    zone           text        not null,
    created_by     text        not null,
    created_at     timestamptz not null,
    primary key (patient_id, version)
);

create table care.device (
    device_id     uuid  not null primary key,
    label         text  not null,
    secret_hash   bytea not null, -- SHA-256; secrets are 256 random bits, so a slow hash would add nothing
    registered_at timestamptz not null
);

create table care.assignment (
    assignment_id uuid not null primary key,
    device_id     uuid not null references care.device,
    user_slot     integer,
    patient_id    uuid not null references care.patient,
    from_at       timestamptz not null, -- inclusive
    until_at      timestamptz, -- exclusive
    check (until_at > from_at)
);
create index assignment_by_device on care.assignment (device_id, from_at);
create index assignment_by_patient on care.assignment (patient_id, from_at);

-- Records for Kafka, written in the same transaction as what they tell of, sent in this order.
create table care.outbox (
    outbox_id bigint generated always as identity primary key,
    topic     text  not null,
    key       uuid  not null,
    value     bytea not null
);

create table care.account (
    username      text not null primary key,
    display_name  text not null,
    role          text not null, -- nurse, clinician, admin
    password_hash text not null, -- argon2id
    created_at    timestamptz not null
);

create table care.session (
    token_hash bytea       not null primary key, -- SHA-256 of the cookie's 256 random bits
    username   text        not null references care.account on delete cascade,
    csrf_token text        not null,
    expires_at timestamptz not null
);
create index session_by_expiry on care.session (expires_at);
