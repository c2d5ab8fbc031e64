-- A role for each service, with what it needs and no more. Run it once, as a superuser, in the empty database of Vigil,
-- before the services start for the first time:
--
--   createdb vigil && psql -d vigil -f roles.sql
--
-- and give each role its password by psql's \password. Each service makes its own tables and says in its migrations
-- (R__what_others_read.sql) what the other two may read of them.

create role vigil_stream login; -- the stream processor: schema vitals
create role vigil_alerts login; -- the alert service: schema alerts
create role vigil_care login; -- the care API: schema care

do $$
begin
    execute format('revoke connect, create, temporary on database %I from public', current_database());
    execute format('grant connect on database %I to vigil_stream, vigil_alerts, vigil_care', current_database());
    -- `./vigil rebuild` compares in a schema of its own.
    execute format('grant create on database %I to vigil_stream', current_database());
    if exists (select from pg_available_extensions where name = 'timescaledb') then
        create extension if not exists timescaledb schema public;
    end if;
end
$$;
revoke create on schema public from public;

create schema vitals authorization vigil_stream;
create schema alerts authorization vigil_alerts;
create schema care authorization vigil_care;

-- A service looks whether another one's tables are there yet.
grant usage on schema vitals to vigil_care, vigil_alerts;
grant usage on schema alerts to vigil_care;
grant usage on schema care to vigil_alerts;
