-- Why an alert was raised, and why it is gone.
alter table alerts.alert
    add column plan_version integer not null default 0, -- of the patient's care plan; 0 where it was not said
    add column unconfirmed  boolean not null default false, -- a repeat was asked for and has not come
    add column gone_because text, -- once superseded or withdrawn
    add column explanation  text; -- JSON as the stream processor wrote it, byte for byte
