package health.vigil.kit.access;

import health.vigil.kit.access.Scope.Context;
import health.vigil.kit.access.Scope.Interaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What the bearer of an API token may do.
///
/// @param patient whom scopes of [Context#PATIENT] are about
/// @param username whose patients those of [Context#USER] are about
/// @param teams whose patients those of [Context#SYSTEM] are about
public record Grant(
        UUID tokenId,
        String label,
        List<Scope> scopes,
        Optional<UUID> patient,
        Optional<String> username,
        Set<UUID> teams,
        Instant expiresAt) {

    public Grant {
        scopes = List.copyOf(scopes);
        teams = Set.copyOf(teams);
    }

    /// The same with those scopes alone that cover that.
    public Grant narrowedTo(String type, Interaction interaction) {
        return new Grant(
                tokenId,
                label,
                scopes.stream().filter(scope -> scope.covers(type, interaction)).toList(),
                patient,
                username,
                teams,
                expiresAt);
    }

    /// Whether a scope is about such patients.
    public boolean has(Context context) {
        return scopes.stream().anyMatch(scope -> scope.context() == context);
    }
}
