-- Written by the alert service alone.

-- An episode as its latest event told it, and what people have done about it.
create table alerts.alert (
    alert_id         uuid        not null primary key, -- the episode's id
    patient_id       uuid        not null,
    rule_id          text        not null,
    severity         text        not null,
    kind             text        not null,
    reason           text        not null,
    first_at         timestamptz not null,
    first_received   timestamptz not null,
    first_text       text        not null,
    worst_at         timestamptz not null,
    worst_text       text        not null,
    latest_at        timestamptz not null,
    latest_received  timestamptz not null,
    latest_text      text        not null,
    readings         integer     not null,
    late             boolean     not null,
    clock_suspect    boolean     not null,
    cleared_at       timestamptz,
    revision         bigint      not null,
    state            text        not null, -- open, acknowledged, resolved, superseded, withdrawn
    resolved_by      text, -- an account's name, or 'Vigil' when the value came back by itself
    acknowledged_by  text,
    acknowledged_at  timestamptz,
    note             text        not null default '',
    successor_id     uuid,
    raised_at        timestamptz not null -- when the alert service first heard of it
);
create index alert_worklist on alerts.alert (state, late, severity, first_at);
create index alert_by_patient on alerts.alert (patient_id, first_at);

-- Everything that ever happened to an alert; rows are added, never changed.
create table alerts.step (
    step_id  bigint generated always as identity primary key,
    alert_id uuid        not null references alerts.alert,
    at       timestamptz not null,
    step     text        not null,
    who      text        not null, -- an account's name, or 'Vigil'
    note     text        not null
);
create index step_by_alert on alerts.step (alert_id, step_id);
