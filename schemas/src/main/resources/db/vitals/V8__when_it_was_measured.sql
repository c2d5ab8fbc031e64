-- The measured time as the device said it, where it is not the one that counts, and how that one came about (see the
-- schema of vitals.received). What was stored before was taken as it was said.
alter table vitals.reading
    add column said_time text,
    add column timing text not null default 'AS_SAID';
