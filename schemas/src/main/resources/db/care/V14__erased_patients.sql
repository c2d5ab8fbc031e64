-- The record that a patient was erased: of whom nobody knows any more who it was.
create table care.erasure (
    patient_id uuid        not null primary key references care.patient,
    erased_by  text        not null,
    erased_at  timestamptz not null,
    reason     text        not null
);
