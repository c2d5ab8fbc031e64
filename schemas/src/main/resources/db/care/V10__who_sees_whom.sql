-- Who sees whom for once, and who saw whom.

create table care.break_glass (
    break_id    uuid        not null primary key,
    username    text        not null,
    patient_id  uuid        not null references care.patient,
    reason      text        not null,
    broken_at   timestamptz not null,
    until_at    timestamptz not null,
    reviewed_by text,
    reviewed_at timestamptz,
    review      text,
    check ((reviewed_by is null) = (reviewed_at is null))
);
create index break_glass_by_person on care.break_glass (username, until_at);
create index break_glass_to_review on care.break_glass (broken_at) where reviewed_at is null;

create table care.audit_entry (
    number   bigint      not null primary key, -- from 1 on, without a gap
    at       timestamptz not null,
    who      text        not null, -- an account's name, or a token's id
    part     text        not null, -- a role, or 'program'
    address  text        not null,
    action   text        not null, -- the method and the route
    subject  text        not null,
    status   integer     not null, -- of the answer, as HTTP has it
    patients uuid[]      not null, -- who was shown or changed
    hash     bytea       not null -- SHA-256 of the hash before and of this entry
);
create index audit_entry_by_patient on care.audit_entry using gin (patients);
create index audit_entry_by_who on care.audit_entry (who, number);
create index audit_entry_by_time on care.audit_entry (at);

create function care.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is only added to';
end $$;
create trigger audit_entry_is_only_added_to before update or delete or truncate on care.audit_entry
    for each statement execute function care.refuse_change();
