-- Where each service has a role of its own. The care API shows all that is measured; the alert service says of an alert
-- what was measured about that time.
do $$
begin
    if exists (select from pg_roles where rolname = 'vigil_care') then
        grant select on all tables in schema vitals to vigil_care;
        alter default privileges in schema vitals grant select on tables to vigil_care;
    end if;
    if exists (select from pg_roles where rolname = 'vigil_alerts') then
        grant select on vitals.reading to vigil_alerts;
    end if;
end
$$;
