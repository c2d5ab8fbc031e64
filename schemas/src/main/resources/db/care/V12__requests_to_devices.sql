-- What devices were asked for. A request takes the place of the one before it.
create table care.device_request (
    request_id uuid        not null primary key,
    device_id  uuid        not null references care.device,
    measure    text        not null, -- 'BLOOD_PRESSURE', 'GLUCOSE' or 'WEIGHT'
    asked_by   text        not null,
    asked_at   timestamptz not null,
    expires_at timestamptz not null -- the moment of the withdrawal, where it was taken back
);
create index device_request_by_device on care.device_request (device_id, asked_at);
