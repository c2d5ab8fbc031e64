package health.vigil.care.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Which entries are asked for.
///
/// @param who an account's name, or a token's id
/// @param action a part of the method and the route
/// @param before the place where the page before ended
record AuditFilter(
        Optional<String> who,
        Optional<UUID> patient,
        Optional<String> action,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Instant> before,
        int limit) {

    static AuditFilter of(UUID patient, int limit) {
        return new AuditFilter(
                Optional.empty(),
                Optional.of(patient),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit);
    }
}
