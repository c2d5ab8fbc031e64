package health.vigil.alerts.routing;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Somebody else than the weekly shifts say, for once. A swap is two of these.
///
/// @param from inclusive
/// @param until exclusive
/// @param person null for nobody
/// @param reason why, for those who read the rota
public record Substitution(
        Instant from, Instant until, @Nullable String person, String reason) {

    public Substitution {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a substitution must end after it begins");
        }
    }

    boolean covers(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(until);
    }

    Optional<String> who() {
        return Optional.ofNullable(person);
    }
}
