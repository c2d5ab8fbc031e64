package health.vigil.care.breakglass;

import health.vigil.kit.identity.PatientName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody broke the glass for a patient.
///
/// @param untilAt until when that person sees the patient
/// @param reviewedBy who looked at it afterwards; absent until then
/// @param review what they thought of it
public record Broken(
        UUID breakId,
        String username,
        UUID patientId,
        @PatientName String patientName,
        String reason,
        Instant brokenAt,
        Instant untilAt,
        @Nullable String reviewedBy,
        @Nullable Instant reviewedAt,
        @Nullable String review) {

    public boolean isReviewed() {
        return reviewedBy != null;
    }
}
