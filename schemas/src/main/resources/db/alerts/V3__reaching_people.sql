-- Who is told of an alert, by what, and what came of it.

-- An alert that nobody has dealt with: not told to anybody yet, or being told.
update alerts.alert set state = 'raised' where state = 'open';
alter table alerts.alert
    add column outcome text; -- of a resolved one: called, medication-changed, ...

-- Every step tells which transaction wrote it: numbers are given before the commit, so a reader that goes by them alone
-- would miss the step of a slow transaction.
alter table alerts.step
    add column tx xid8 not null default pg_current_xact_id();
create index step_by_person on alerts.step (who, at);
create index step_by_transaction on alerts.step (tx, step_id);

-- The care teams, all versions kept. The document is JSON.
create table alerts.team (
    team_id    uuid        not null,
    version    integer     not null,
    document   text        not null,
    changed_by text        not null,
    changed_at timestamptz not null,
    primary key (team_id, version)
);

-- The team and the panel of a patient; a patient who is not here belongs to the first team.
create table alerts.patient_team (
    patient_id uuid not null primary key,
    team_id    uuid not null,
    panel      text not null default ''
);

-- When the next step of an alert is due, should no human do anything.
create table alerts.escalation (
    alert_id  uuid        not null primary key references alerts.alert,
    urgency   text        not null,
    round     integer     not null,
    step      integer     not null,
    due       timestamptz, -- null while a human has it in hand, and once it is over
    waits_for text -- while somebody who has it in hand waits: REPEAT, HAND_OVER, ANSWER
);
create index escalation_due on alerts.escalation (urgency, due) where due is not null;
-- What was open before there were paths is told anew.
insert into alerts.escalation (alert_id, urgency, round, step, due)
select alert_id,
    case when late then 'ROUTINE' when severity = 'CRITICAL' then 'URGENT' when severity = 'HIGH' then 'PROMPT' else 'ROUTINE' end,
    1, 0, case when state = 'raised' then raised_at end
from alerts.alert;

-- How a person is reached beside the page.
create table alerts.contact (
    contact_id uuid        not null primary key,
    username   text        not null,
    channel    text        not null, -- email, sms, voice, webhook, push
    address    text        not null,
    secret     text        not null default '', -- of a webhook, to sign with
    least      text        not null, -- the least urgent path that uses it
    created_at timestamptz not null,
    unique (username, channel, address)
);

-- What is sent to one contact: a single urgent alert, or a digest of several.
create table alerts.message (
    message_id uuid        not null primary key, -- goes along as idempotency key
    contact_id uuid        not null,
    username   text        not null,
    channel    text        not null,
    kind       text        not null, -- urgent, digest, question, test
    code       text        not null default '', -- to be answered with
    state      text        not null, -- pending, sent, obsolete, failed
    created_at timestamptz not null,
    attempts   integer     not null default 0,
    sent_at    timestamptz
);
create index message_by_code on alerts.message (code) where code <> '';

-- That a step of an alert is to reach somebody by a contact; without a message it waits for the next digest.
create table alerts.notice (
    alert_id   uuid        not null references alerts.alert,
    round      integer     not null,
    step       integer     not null,
    contact_id uuid        not null,
    message_id uuid,
    created_at timestamptz not null,
    primary key (alert_id, round, step, contact_id)
);
create index notice_waiting on alerts.notice (contact_id) where message_id is null;
create index notice_by_message on alerts.notice (message_id);

-- Each attempt to send a message, and what the provider said; rows are added, never changed.
create table alerts.attempt (
    attempt_id bigint generated always as identity primary key,
    message_id uuid        not null references alerts.message,
    at         timestamptz not null,
    outcome    text        not null, -- delivered, failed, refused
    answer     text        not null
);
create index attempt_by_message on alerts.attempt (message_id, attempt_id);

-- The timers of db-scheduler, in its own layout; a table a channel, so that one that is full holds up no other.
create table alerts.job_email (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index on alerts.job_email (execution_time);
create index on alerts.job_email (last_heartbeat);
create table alerts.job_sms (like alerts.job_email including all);
create table alerts.job_voice (like alerts.job_email including all);
create table alerts.job_webhook (like alerts.job_email including all);
create table alerts.job_push (like alerts.job_email including all);
create table alerts.job_loopback (like alerts.job_email including all);

-- The latest probe that was sent the whole way, and when it came out at the end; one row.
create table alerts.probe (
    only_one   boolean     not null primary key default true check (only_one),
    sent_at    timestamptz not null,
    arrived_at timestamptz not null
);
insert into alerts.probe values (true, 'epoch', 'epoch');

-- Questions that a nurse passed on to a patient's clinicians, with their answers.
create table alerts.question (
    question_id uuid        not null primary key,
    alert_id    uuid        not null references alerts.alert,
    patient_id  uuid        not null,
    team_id     uuid        not null,
    clinician   text        not null default '', -- whom it was passed on to; empty for any of the team's
    asked_by    text        not null,
    asked_at    timestamptz not null,
    question    text        not null,
    answered_by text,
    answered_at timestamptz,
    answer      text
);
create index question_open on alerts.question (asked_at) where answered_at is null;
create index question_by_alert on alerts.question (alert_id);

-- Who has which alert before her just now; of no use after a minute.
create table alerts.presence (
    alert_id uuid        not null,
    username text        not null,
    at       timestamptz not null,
    primary key (alert_id, username)
);
