package health.vigil.kit.http;

import health.vigil.kit.access.Role;
import io.javalin.security.RouteRole;

/// Who may use a route. A route that declares none of these is refused to everybody.
public enum Access implements RouteRole {
    /// Everybody, signed in or not.
    ANYONE,
    NURSE,
    CLINICIAN,
    ADMIN;

    /// What a person of that role may use.
    static Access of(Role role) {
        return switch (role) {
            case NURSE -> NURSE;
            case CLINICIAN -> CLINICIAN;
            case ADMIN -> ADMIN;
        };
    }
}
