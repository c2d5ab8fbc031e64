package health.vigil.care.alerts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An alert of a patient, as much as a page besides the worklist shows of it.
///
/// @param firstAt when the first reading of the episode was measured
/// @param clearedAt when the value was back; absent while it is not
/// @param worst the worst reading, for people
/// @param outcome what came of it, e.g. `called`; absent while it is open
public record Alert(
        String severity,
        Instant firstAt,
        @Nullable Instant clearedAt,
        String worst,
        String reason,
        String state,
        @Nullable String outcome,
        @Nullable String acknowledgedBy,
        @Nullable String resolvedBy,
        String note) {}
