package health.vigil.stream.evaluation;

import health.vigil.clinical.evaluation.DaySummary;
import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.MetricSummary;
import health.vigil.schemas.AlertSeverity;
import health.vigil.schemas.Cause;
import health.vigil.schemas.Change;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.Kind;
import health.vigil.schemas.MetricName;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Results of the pure function as the contracts write them.
final class Events {

    private Events() {}

    static health.vigil.schemas.DaySummary summary(UUID patient, DaySummary summary) {
        return new health.vigil.schemas.DaySummary(
                patient,
                Kind.valueOf(summary.kind().name()),
                summary.day(),
                summary.zone().getId(),
                summary.metrics().stream().map(Events::metric).toList());
    }

    private static health.vigil.schemas.MetricSummary metric(MetricSummary summary) {
        return new health.vigil.schemas.MetricSummary(
                MetricName.valueOf(summary.metric().name()),
                summary.count(),
                orNull(summary.min()),
                orNull(summary.max()),
                orNull(summary.mean()),
                orNull(summary.last()),
                summary.below(),
                summary.inRange(),
                summary.above(),
                orNull(summary.rollingMean()),
                summary.rollingCount(),
                summary.numbers());
    }

    private static @Nullable Double orNull(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    static EpisodeEvent event(UUID patient, Episode episode, Change change, long revision) {
        return EpisodeEvent.newBuilder()
                .setEpisodeId(episode.id())
                .setRevision(revision)
                .setChange(change)
                .setPatientId(patient)
                .setRuleId(episode.ruleId())
                .setSeverity(AlertSeverity.valueOf(episode.severity().name()))
                .setKind(Kind.valueOf(episode.kind().name()))
                .setReason(episode.reason())
                .setFirst(cause(episode.first()))
                .setWorst(cause(episode.worst()))
                .setLatest(cause(episode.latest()))
                .setReadings(episode.readings())
                .setLate(episode.late())
                .setClockSuspect(episode.clockSuspect())
                .setPlanVersion(episode.planVersion())
                .setUnconfirmed(episode.unconfirmed())
                .setClearedAt(episode.clearedAt().orElse(null))
                .build();
    }

    private static Cause cause(health.vigil.clinical.evaluation.Cause cause) {
        return new Cause(cause.readingId(), cause.measuredAt(), cause.receivedAt(), cause.text());
    }
}
