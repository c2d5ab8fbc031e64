-- What programs get in by. Scopes as SMART on FHIR writes them.
create table care.api_token (
    token_id   uuid        not null primary key,
    token_hash bytea       not null unique, -- SHA-256 of 256 random bits
    label      text        not null,
    scopes     text        not null, -- e.g. patient/*.rs, parted by spaces
    patient_id uuid references care.patient, -- whom patient/ is about
    username   text references care.account on delete cascade, -- whose patients user/ is about
    teams      uuid[]      not null, -- whose patients system/ is about
    expires_at timestamptz not null,
    issued_by  text        not null,
    issued_at  timestamptz not null,
    revoked_by text,
    revoked_at timestamptz
);
