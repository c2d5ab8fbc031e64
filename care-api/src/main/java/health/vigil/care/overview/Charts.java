package health.vigil.care.overview;

import com.fasterxml.jackson.core.JsonProcessingException;
import health.vigil.care.patients.Patient;
import health.vigil.care.plans.Plans;
import health.vigil.care.readings.StoredReadings;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.ConfirmedLimit;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.Repeated;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.kit.http.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Which charts a patient's page has: those of the metrics that were ever measured, with the plan's limits.
final class Charts {

    private static final Duration RECENT = Duration.ofDays(7);

    private record Line(double value, String label) {}

    private final Plans plans;
    private final StoredReadings readings;
    private final Clock clock;

    Charts(Plans plans, StoredReadings readings, Clock clock) {
        this.plans = plans;
        this.readings = readings;
        this.clock = clock;
    }

    ChartsView of(Patient patient) {
        var plan = plans.inForce(patient.patientId());
        var latest = readings.latest(patient.patientId());
        var charts =
                latest.keySet().stream().flatMap(kind -> charts(plan, kind)).toList();
        var until = latest.values().stream().max(Comparator.naturalOrder()).map(this::until);
        return new ChartsView(
                patient.patientId(),
                plan.zone().getId(),
                until.orElseGet(clock::instant),
                plan.lateAfter().toSeconds(),
                charts);
    }

    /// Up to now; for a patient of long ago, up to the last reading.
    private Instant until(Instant latest) {
        var now = clock.instant();
        return latest.isBefore(now.minus(RECENT)) ? latest.plus(Duration.ofHours(1)) : now.plus(Duration.ofMinutes(1));
    }

    private Stream<ChartView> charts(CarePlan plan, ReadingKind kind) {
        return switch (kind) {
            case BLOOD_PRESSURE ->
                Stream.of(
                        chart("Blood pressure", plan, Metric.SYSTOLIC, Metric.DIASTOLIC),
                        chart("Pulse", plan, Metric.PULSE));
            case GLUCOSE -> Stream.of(chart("Glucose", plan, Metric.GLUCOSE));
            case WEIGHT -> Stream.of(chart("Weight", plan, Metric.WEIGHT));
        };
    }

    private ChartView chart(String title, CarePlan plan, Metric... shown) {
        var metrics = List.of(shown);
        List<TargetRange> targets = metrics.stream()
                .filter(plan.targets()::containsKey)
                .map(plan.targets()::get)
                .toList();
        var limits = plan.rules().stream()
                .filter(rule -> rule.isOnAt(clock.instant()))
                .flatMap(rule -> bounds(rule.condition()).stream())
                .filter(bound -> metrics.contains(bound.metric()))
                .map(Charts::line)
                .distinct()
                .toList();
        return new ChartView(title, metrics, json(targets), json(limits));
    }

    /// The limits that single readings can be seen to break.
    private static List<Bound> bounds(Condition condition) {
        return switch (condition) {
            case Limit limit -> limit.bounds();
            case ConfirmedLimit limit -> limit.bounds();
            case Repeated repeated -> repeated.bounds();
            default -> List.of();
        };
    }

    private static Line line(Bound bound) {
        var relation =
                bound.side() == Bound.Side.ABOVE ? (bound.inclusive() ? "≥" : ">") : (bound.inclusive() ? "≤" : "<");
        var number = bound.metric().format(bound.limit());
        return new Line(bound.limit(), bound.metric().code() + " " + relation + " " + number);
    }

    private static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
