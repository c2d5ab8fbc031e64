-- Who has a part in which team, as its latest version says: for those who ask who sees whom.

create table alerts.team_person (
    team_id  uuid not null,
    part     text not null check (part in ('NURSE', 'CLINICIAN')),
    username text not null, -- empty: all of that part, since the team names none
    primary key (team_id, part, username)
);
create index team_person_by_name on alerts.team_person (username, part);

-- Which break of the glass somebody was told of.
create table alerts.glass_notice (
    break_id uuid        not null primary key,
    told_at  timestamptz not null
);

create table alerts.audit_entry (
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
create index audit_entry_by_patient on alerts.audit_entry using gin (patients);
create index audit_entry_by_who on alerts.audit_entry (who, number);
create index audit_entry_by_time on alerts.audit_entry (at);

create function alerts.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is only added to';
end $$;
create trigger audit_entry_is_only_added_to before update or delete or truncate on alerts.audit_entry
    for each statement execute function alerts.refuse_change();
