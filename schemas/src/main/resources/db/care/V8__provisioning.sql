-- A device gets its secret in exchange for a code that is good once. Without a secret nobody can connect as that device:
-- it has not traded its code yet, or its secret was revoked.
alter table care.device
    alter column secret_hash drop not null;

create table care.device_code (
    device_id  uuid        not null primary key references care.device,
    code_hash  bytea       not null unique, -- SHA-256: a code has 60 random bits and is good for days
    expires_at timestamptz not null,
    created_by text        not null,
    created_at timestamptz not null
);
