package health.vigil.kit.http;

import health.vigil.kit.access.Role;
import io.javalin.security.RouteRole;
import java.util.Set;

/// Who may use a route. A route that declares none of these is refused to everybody.
public enum Access implements RouteRole {
    /// Everybody, signed in or not.
    ANYONE,
    NURSE,
    LEAD_NURSE,
    CLINICIAN,
    ADMIN;

    /// What a person of that role may use.
    static Set<Access> of(Role role) {
        return switch (role) {
            case NURSE -> Set.of(NURSE);
            case LEAD_NURSE -> Set.of(NURSE, LEAD_NURSE);
            case CLINICIAN -> Set.of(CLINICIAN);
            case ADMIN -> Set.of(ADMIN);
        };
    }
}
