package health.vigil.care.plans;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A version of a patient's care plan as it is kept.
///
/// @param document the plan as JSON; absent in rows older than documents, where the standard template holds
/// @param createdBy the account that made it
public record StoredPlan(
        UUID patientId,
        int version,
        Instant effectiveFrom,
        String zone,
        @Nullable String document,
        String createdBy,
        Instant createdAt,
        String reason) {}
