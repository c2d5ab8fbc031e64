-- The last that each device said of itself.
create table vitals.device_status (
    device_id      uuid        not null primary key,
    online         boolean     not null,
    battery        integer,              -- percent
    behind_seconds bigint,               -- of its clock; negative where it is ahead; null where it does not tell
    heard_at       timestamptz not null
);
