package health.vigil.care.corrections;

import health.vigil.schemas.Verdict;
import java.time.Instant;
import java.util.UUID;

/// What somebody said of a reading.
public record Mark(
        UUID markId,
        UUID readingId,
        UUID deviceId,
        Instant measuredAt,
        UUID patientId,
        Verdict verdict,
        String reason,
        String markedBy,
        Instant markedAt) {}
