-- Whose alerts hold no word any more of what people wrote about them.
create table alerts.erased (
    patient_id uuid        not null primary key,
    at         timestamptz not null
);
