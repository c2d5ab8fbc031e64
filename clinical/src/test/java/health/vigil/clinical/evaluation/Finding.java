package health.vigil.clinical.evaluation;

import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.util.Optional;

/// What matters of an episode, without the words.
record Finding(
        String ruleId,
        int planVersion,
        Severity severity,
        ReadingKind kind,
        Position first,
        Position worst,
        Position latest,
        int readings,
        boolean unconfirmed,
        boolean late,
        boolean clockSuspect,
        Optional<Instant> clearedAt) {

    static Finding of(Episode episode) {
        return new Finding(
                episode.ruleId(),
                episode.planVersion(),
                episode.severity(),
                episode.kind(),
                episode.first().position(),
                episode.worst().position(),
                episode.latest().position(),
                episode.readings(),
                episode.unconfirmed(),
                episode.late(),
                episode.clockSuspect(),
                episode.clearedAt());
    }
}
