-- Name, date of birth and telephone number, encrypted with a key that the database does not know. The columns that held
-- them are emptied when the care API starts.
alter table care.patient
    add column identity bytea,
    alter column family_name drop not null,
    alter column given_name drop not null,
    alter column phone drop not null,
    alter column phone drop default;
drop index care.patient_by_name;
