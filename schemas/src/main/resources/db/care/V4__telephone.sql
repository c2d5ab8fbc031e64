alter table care.patient
    add column phone text not null default ''; -- E.164, e.g. +4930123456; empty where there is none
