package health.vigil.clinical.evaluation;

import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A run of readings that violate one rule, until a value is back past its clear level; or a time of silence.
///
/// @param id name-based: patient, rule and first violating reading
/// @param planVersion which version of the plan held at the first reading
/// @param reason what the worst reading broke, in plain words
/// @param first for silence, the last reading before it
/// @param readings how many readings broke the rule; none in silence
/// @param unconfirmed a repeat was asked for and has not come, at any of them
/// @param late no reading of it came in time: it is over for all that is known, or long known to be
/// @param clockSuspect the one reading of a device whose clock was wrong
/// @param clearedAt measured time of the reading that ended it
public record Episode(
        UUID id,
        String ruleId,
        int planVersion,
        Severity severity,
        ReadingKind kind,
        String reason,
        Cause first,
        Cause worst,
        Cause latest,
        int readings,
        boolean unconfirmed,
        boolean late,
        boolean clockSuspect,
        Optional<Instant> clearedAt) {

    public static UUID identify(UUID patient, String ruleId, UUID firstReading) {
        return NameBased.uuid(patient, ruleId, firstReading);
    }
}
