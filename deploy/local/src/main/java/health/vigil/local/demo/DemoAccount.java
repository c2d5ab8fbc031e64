package health.vigil.local.demo;

import health.vigil.care.accounts.Accounts;
import health.vigil.kit.access.Role;
import java.util.List;

/// Accounts that anyone may know. They exist in the demo only.
record DemoAccount(String username, String displayName, Role role, String password) {

    static final DemoAccount NURSE = new DemoAccount("nurse", "Nora Nurse", Role.NURSE, "nurse-demo");
    static final DemoAccount CLINICIAN =
            new DemoAccount("clinician", "Dr Carl Clinician", Role.CLINICIAN, "clinician-demo");

    static final DemoAccount LEAD = new DemoAccount("lead", "Lea Lead", Role.LEAD_NURSE, "lead-demo");

    static final List<DemoAccount> ALL = List.of(NURSE, LEAD, CLINICIAN);

    void create(Accounts accounts) {
        accounts.put(new Accounts.Account(username, displayName, role), password);
    }
}
