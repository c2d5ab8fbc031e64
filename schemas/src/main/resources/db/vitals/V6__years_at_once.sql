-- What makes years of a patient quick to read.

-- Readings of the day with a number: a mean of weeks and months weighs the days by it. Null in what was summarised
-- before it was counted.
alter table vitals.day_summary
    add column numbers integer;

-- The days of a patient were written on different days, and so lie all over the table: with everything a chart or the
-- panel needs in the index, a year is a few pages of it.
create unique index day_summary_whole on vitals.day_summary (patient_id, metric, day) include (
    count, numbers, min, max, mean, last, below, in_range, above, rolling_mean, rolling_count);
alter table vitals.day_summary drop constraint day_summary_pkey;
alter table vitals.day_summary add constraint day_summary_pkey primary key using index day_summary_whole;

-- When the stream last said something of a reading, by the record's own time: the same after a rebuild. Null in what was
-- stored before; then the time it was received counts.
alter table vitals.reading
    add column revised_at timestamptz;

-- Which transaction last changed anything of a patient: what was made of the readings before is of date as long as it
-- stands. Not part of what a rebuild compares.
create table vitals.patient_revision (
    patient_id uuid not null primary key,
    tx         xid8 not null default pg_current_xact_id()
);
create index patient_revision_by_transaction on vitals.patient_revision (tx);
insert into vitals.patient_revision (patient_id)
select distinct patient_id from vitals.reading;
