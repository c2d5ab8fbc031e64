package health.vigil.care.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Two stages that do not agree.
///
/// @param equation which of the equations in the API reference does not hold
/// @param since when the side that is behind last moved, or the difference was first seen
/// @param alertedAt when it was a minute old and became an alert
public record Difference(
        String subject,
        UUID id,
        String equation,
        long expected,
        long found,
        Instant since,
        @Nullable Instant alertedAt) {}
