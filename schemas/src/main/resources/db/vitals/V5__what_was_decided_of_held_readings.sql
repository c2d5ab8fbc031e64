-- Held readings stay when they are dismissed, or sent on corrected: they are nobody's for good.
alter table vitals.held
    add column status text not null default 'HELD'; -- HELD, DISMISSED or MOVED
create index held_by_receipt on vitals.held (received_at, reading_id);
create index held_by_reading on vitals.held (reading_id);
create index rejected_by_receipt on vitals.rejected (received_at, rejection_id);
