alter table vitals.device_status add column firmware text;

-- The requests that devices said they have got.
create table vitals.acknowledged_request (
    request_id uuid        not null primary key,
    device_id  uuid        not null,
    at         timestamptz not null
);
