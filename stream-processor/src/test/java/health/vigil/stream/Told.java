package health.vigil.stream;

import health.vigil.clinical.evaluation.DaySummary;
import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.MetricSummary;
import health.vigil.clinical.vitals.Context;
import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Posture;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.AlertSeverity;
import health.vigil.schemas.Cause;
import health.vigil.schemas.Change;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.Kind;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.PatientReading;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Clinical terms in the words of the contracts, and back.
final class Told {

    private Told() {}

    static Reading reading(PatientReading attributed) {
        var received = attributed.getReading();
        return new Reading(
                received.getId(),
                ReadingKind.valueOf(received.getKind().name()),
                received.getMeasuredAt(),
                received.getReceivedAt(),
                received.getClockSuspect(),
                received.getMeasurements().stream()
                        .collect(Collectors.toMap(
                                measured -> Metric.valueOf(measured.getMetric().name()), Told::value)),
                new Context(
                        Optional.ofNullable(received.getMeal()).map(meal -> Meal.valueOf(meal.name())),
                        Optional.ofNullable(received.getPosture()).map(posture -> Posture.valueOf(posture.name())),
                        attributed.getConfirmed()));
    }

    private static Value value(Measured measured) {
        return measured.getOutOfRange() == null
                ? new Value.Exact(measured.getValue())
                : Value.OutOfRange.valueOf(measured.getOutOfRange().name());
    }

    static health.vigil.schemas.DaySummary day(UUID patient, DaySummary day) {
        return new health.vigil.schemas.DaySummary(
                patient,
                Kind.valueOf(day.kind().name()),
                day.day(),
                day.zone().getId(),
                day.metrics().stream().map(Told::metric).toList());
    }

    private static health.vigil.schemas.MetricSummary metric(MetricSummary summary) {
        return health.vigil.schemas.MetricSummary.newBuilder()
                .setMetric(MetricName.valueOf(summary.metric().name()))
                .setCount(summary.count())
                .setMin(boxed(summary.min()))
                .setMax(boxed(summary.max()))
                .setMean(boxed(summary.mean()))
                .setLast(boxed(summary.last()))
                .setBelow(summary.below())
                .setInRange(summary.inRange())
                .setAbove(summary.above())
                .setRollingMean(boxed(summary.rollingMean()))
                .setRollingCount(summary.rollingCount())
                .setNumbers(summary.numbers())
                .build();
    }

    private static @Nullable Double boxed(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    /// An episode, as if it had just been raised.
    static EpisodeEvent episode(UUID patient, Episode episode) {
        return new EpisodeEvent(
                episode.id(),
                0L,
                Change.RAISED,
                null,
                patient,
                episode.ruleId(),
                AlertSeverity.valueOf(episode.severity().name()),
                Kind.valueOf(episode.kind().name()),
                episode.reason(),
                cause(episode.first()),
                cause(episode.worst()),
                cause(episode.latest()),
                episode.readings(),
                episode.late(),
                episode.clockSuspect(),
                episode.clearedAt().orElse(null),
                episode.planVersion(),
                episode.unconfirmed(),
                null,
                null);
    }

    private static Cause cause(health.vigil.clinical.evaluation.Cause cause) {
        return Cause.newBuilder()
                .setReadingId(cause.readingId())
                .setMeasuredAt(cause.measuredAt())
                .setReceivedAt(cause.receivedAt())
                .setText(cause.text())
                .build();
    }
}
