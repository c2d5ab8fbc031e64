-- Devices may sign in by a certificate instead of a secret. People see where they are signed in, end it, and may have a
-- second factor. Accounts of an identity provider have no password here.

alter table care.device
    add column certificate_hash  bytea, -- SHA-256 of the certificate, as it was signed
    add column certificate_until timestamptz;

alter table care.account
    alter column password_hash drop not null,
    add column closed_at timestamptz, -- nobody signs in any more
    add column issuer    text,        -- whose identity provider knows the account
    add column subject   text;        -- its name there, which never changes
create unique index account_by_subject on care.account (issuer, subject);

alter table care.session
    add column session_id   uuid        not null default gen_random_uuid(),
    add column opened_at    timestamptz not null default now(),
    add column address      text        not null default '',
    add column agent        text        not null default '', -- what the browser calls itself
    add column awaits_code  boolean     not null default false; -- the password was right; the second factor is asked for
create unique index session_by_id on care.session (session_id);

create table care.second_factor (
    username  text   not null primary key references care.account on delete cascade,
    secret    bytea  not null, -- encrypted
    confirmed boolean not null, -- a code was right once
    last_step bigint not null  -- of the last code that was right: it is good once
);
