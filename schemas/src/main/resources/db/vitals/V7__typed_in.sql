-- Typed in by a person, not measured and sent by the device itself: no device day. What was stored before came by itself.
alter table vitals.reading
    add column manual boolean not null default false;
