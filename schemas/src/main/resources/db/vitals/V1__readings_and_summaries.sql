-- A projection of the topics, written by the stream processor alone: it can be dropped and rebuilt to the same rows.

-- One row a reading. A column a metric, so that a chart of blood pressure is one index range.
create table vitals.reading (
    patient_id             uuid        not null,
    kind                   text        not null,
    measured_at            timestamptz not null,
    reading_id             uuid        not null,
    device_id              uuid        not null,
    user_slot              integer,
    received_at            timestamptz not null,
    status                 text        not null,
    clock_suspect          boolean     not null,
    meal                   text,
    origin                 text        not null,
    device_reading_id      text,
    sequence               bigint,
    out_of_range           text, -- 'HIGH' or 'LOW' when the meter said HI or LO instead of a number
    systolic               double precision, -- mm[Hg]
    diastolic              double precision, -- mm[Hg]
    mean_arterial_pressure double precision, -- mm[Hg]
    pulse                  double precision, -- /min
    glucose                double precision, -- mg/dL
    weight                 double precision, -- kg
    primary key (patient_id, kind, measured_at, reading_id)
);
create index reading_by_device on vitals.reading (device_id, measured_at, reading_id);

-- One row for a patient's local day and metric.
create table vitals.day_summary (
    patient_id    uuid    not null,
    metric        text    not null,
    day           date    not null,
    zone          text    not null,
    count         integer not null,
    min           double precision,
    max           double precision,
    mean          double precision,
    last          double precision,
    below         integer not null,
    in_range      integer not null,
    above         integer not null,
    rolling_mean  double precision,
    rolling_count integer not null,
    primary key (patient_id, metric, day)
);

-- Readings that wait for a decision: their device had no patient at that time.
create table vitals.held (
    device_id   uuid        not null,
    reading_id  uuid        not null,
    measured_at timestamptz not null,
    received_at timestamptz not null,
    reading     bytea       not null, -- as in the topic
    primary key (device_id, reading_id)
);

-- What came and is no reading.
create table vitals.rejected (
    rejection_id uuid        not null primary key,
    device_id    uuid,
    topic        text        not null,
    raw          bytea       not null,
    reason       text        not null,
    sentence     text        not null,
    received_at  timestamptz not null
);
create index rejected_by_device on vitals.rejected (device_id, received_at);
