-- How far the projection has come in each partition, written in the same transaction as the rows: an instance that hung
-- before its commit, and was replaced meanwhile, finds here that its records are old.
create table vitals.projection_progress (
    topic_id uuid not null,
    partition integer not null,
    next_offset bigint not null,
    primary key (topic_id, partition)
);
