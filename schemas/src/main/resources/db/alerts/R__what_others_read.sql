-- Where each service has a role of its own. The care API shows alerts beside what was measured, and asks who belongs to
-- which care team. It reads neither how people are reached nor what is on its way to them.
do $$
begin
    if exists (select from pg_roles where rolname = 'vigil_care') then
        grant select on alerts.alert, alerts.step, alerts.question, alerts.escalation, alerts.team, alerts.team_person,
            alerts.patient_team to vigil_care;
    end if;
end
$$;
