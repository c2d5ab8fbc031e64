-- What was decided of rejected messages and held readings. Nothing here says what they measured.
create table care.recovery (
    place           text        not null check (place in ('REJECTED', 'HELD')),
    item_id         uuid        not null, -- a rejection's or a reading's
    state           text        not null check (state in ('OPEN', 'REPLAYING', 'REPLAYED', 'DISMISSED')),
    resubmission_id uuid unique, -- the latest
    correction      text        not null default '', -- of the latest resubmission
    primary key (place, item_id)
);

-- Everything that people did with one, looking at it included, and what became of that; rows are added, never changed.
create table care.recovery_step (
    step_id bigint generated always as identity primary key,
    place   text        not null,
    item_id uuid        not null,
    at      timestamptz not null,
    who     text        not null, -- an account's name, or 'Vigil'
    step    text        not null,
    note    text        not null
);
create index recovery_step_by_item on care.recovery_step (place, item_id, step_id);
