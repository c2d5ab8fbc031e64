-- Where each service has a role of its own. The care API shows alerts beside what was measured, and asks who belongs to
-- which care team, and shows who looked at what. It reads neither how people are reached nor what is on its way to them.
do $$
begin
    if exists (select from pg_roles where rolname = 'vigil_care') then
        grant select on alerts.alert, alerts.step, alerts.question, alerts.escalation, alerts.team, alerts.team_person,
            alerts.patient_team, alerts.audit_entry to vigil_care;
    end if;
end
$$;
