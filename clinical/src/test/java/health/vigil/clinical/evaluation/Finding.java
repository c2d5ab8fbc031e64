package health.vigil.clinical.evaluation;

import health.vigil.clinical.rules.Severity;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What matters of an episode, without the words.
record Finding(
        String ruleId,
        Severity severity,
        UUID first,
        UUID worst,
        UUID latest,
        int readings,
        boolean late,
        boolean clockSuspect,
        Optional<Instant> clearedAt) {

    static Finding of(Episode episode) {
        return new Finding(
                episode.ruleId(),
                episode.severity(),
                episode.first().id(),
                episode.worst().id(),
                episode.latest().id(),
                episode.readings(),
                episode.late(),
                episode.clockSuspect(),
                episode.clearedAt());
    }
}
