package health.vigil.kit.http;

import health.vigil.kit.access.Scope.Interaction;
import io.javalin.security.RouteRole;

/// Opens a route to programs whose token has a scope for that; to no other program.
///
/// @param resource a FHIR type
public record ForPrograms(String resource, Interaction interaction) implements RouteRole {

    /// Opens a route that finds out itself what is asked for, and must say so by [Gate#narrow] before it sees anybody.
    public static final RouteRole BY_THEIR_REQUEST = new RouteRole() {
        @Override
        public String toString() {
            return "programs, by their request";
        }
    };

    public static ForPrograms reading(String resource) {
        return new ForPrograms(resource, Interaction.READ);
    }

    public static ForPrograms searching(String resource) {
        return new ForPrograms(resource, Interaction.SEARCH);
    }
}
