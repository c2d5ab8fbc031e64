package health.vigil.clinical.evaluation;

import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A run of readings that violate one rule, until a value is back past its clear level.
///
/// @param id name-based: patient, rule and first violating reading
/// @param reason what the worst reading broke, in plain words
/// @param readings how many readings broke the rule
/// @param late every one of them came long after it was measured
/// @param clockSuspect the one reading of a device whose clock was wrong
/// @param clearedAt measured time of the reading that ended it
public record Episode(
        UUID id,
        String ruleId,
        Severity severity,
        ReadingKind kind,
        String reason,
        Reading first,
        Reading worst,
        Reading latest,
        int readings,
        boolean late,
        boolean clockSuspect,
        Optional<Instant> clearedAt) {

    public static UUID identify(UUID patient, String ruleId, UUID firstReading) {
        return NameBased.uuid(patient, ruleId, firstReading);
    }
}
