-- Where each service has a role of its own. The alert service needs names, plans and who is signed in; no password,
-- second factor or secret of a device.
do $$
begin
    if exists (select from pg_roles where rolname = 'vigil_alerts') then
        grant select on care.patient, care.plan, care.session, care.break_glass, care.erasure to vigil_alerts;
        grant select (username, display_name, role, closed_at) on care.account to vigil_alerts;
    end if;
end
$$;
