package health.vigil.local.drill;

import health.vigil.clinical.evaluation.Episode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An alert, as far as it follows from the set of readings alone, whenever they came.
record RaisedAlert(
        UUID id,
        String rule,
        String severity,
        Instant firstAt,
        Instant latestAt,
        int readings,
        Optional<Instant> clearedAt) {

    static RaisedAlert of(Episode episode) {
        return new RaisedAlert(
                episode.id(),
                episode.ruleId(),
                episode.severity().name(),
                episode.first().measuredAt(),
                episode.latest().measuredAt(),
                episode.readings(),
                episode.clearedAt());
    }
}
