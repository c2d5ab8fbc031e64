-- Other systems that are told of every Observation. What each may get is what its token may get.
create table care.subscription (
    subscription_id uuid        not null primary key,
    label           text        not null,
    endpoint        text        not null, -- the base of a FHIR server
    secret          text        not null, -- to sign with
    token_id        uuid        not null references care.api_token,
    state           text        not null check (state in ('ACTIVE', 'STOPPED')),
    since           timestamptz not null, -- what was said of readings from then on, where there is no cursor
    generation      integer     not null default 1, -- another one with each replay: its cursors are void before
    problem         text, -- why the next one is not delivered yet
    created_by      text        not null,
    created_at      timestamptz not null
);

-- What is next for a subscriber, in each partition of vitals.readings. Written once everything before was delivered.
create table care.subscription_cursor (
    subscription_id uuid        not null references care.subscription on delete cascade,
    generation      integer     not null,
    partition       integer     not null,
    next_offset     bigint      not null,
    delivered       bigint      not null,
    delivered_at    timestamptz,
    primary key (subscription_id, generation, partition)
);
