package health.vigil.care.subscriptions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A system that is told.
///
/// @param endpoint the base of its FHIR server: an Observation is put to `{endpoint}/Observation/{id}`
/// @param tokenId the token whose scopes say what it gets
/// @param since it gets what was said of readings from then on
/// @param generation another one with each replay
/// @param problem why the next one is not delivered yet; absent where nothing waits
/// @param delivered in this generation
/// @param deliveredAt when the last one was
public record Subscription(
        UUID subscriptionId,
        String label,
        String endpoint,
        UUID tokenId,
        String state,
        Instant since,
        int generation,
        @Nullable String problem,
        long delivered,
        @Nullable Instant deliveredAt) {

    public boolean isActive() {
        return state.equals("ACTIVE");
    }
}
