package health.vigil.care.trends;

import com.fasterxml.jackson.core.JsonProcessingException;
import health.vigil.care.patients.Patient;
import health.vigil.care.plans.Plans;
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
import java.util.List;
import java.util.stream.Stream;

/// Which charts a patient's page has: those of the metrics that were ever measured, with the plan's limits.
final class Charts {

    private static final Duration RECENT = Duration.ofDays(7);

    private record Line(double value, String label) {}

    private final Plans plans;
    private final Trends trends;
    private final Clock clock;

    Charts(Plans plans, Trends trends, Clock clock) {
        this.plans = plans;
        this.trends = trends;
        this.clock = clock;
    }

    List<ChartView> of(Patient patient) {
        var plan = plans.inForce(patient.patientId());
        return Stream.of(ReadingKind.values())
                .flatMap(kind -> trends.latest(patient.patientId(), kind).stream()
                        .flatMap(latest -> charts(patient, plan, kind, until(latest))))
                .toList();
    }

    /// Up to now; for a patient of long ago, up to the last reading.
    private Instant until(Instant latest) {
        var now = clock.instant();
        return latest.isBefore(now.minus(RECENT)) ? latest.plus(Duration.ofHours(1)) : now.plus(Duration.ofMinutes(1));
    }

    private Stream<ChartView> charts(Patient patient, CarePlan plan, ReadingKind kind, Instant until) {
        return switch (kind) {
            case BLOOD_PRESSURE ->
                Stream.of(
                        chart("Blood pressure", patient, plan, until, Metric.SYSTOLIC, Metric.DIASTOLIC),
                        chart("Pulse", patient, plan, until, Metric.PULSE));
            case GLUCOSE -> Stream.of(chart("Glucose", patient, plan, until, Metric.GLUCOSE));
            case WEIGHT -> Stream.of(chart("Weight", patient, plan, until, Metric.WEIGHT));
        };
    }

    private ChartView chart(String title, Patient patient, CarePlan plan, Instant until, Metric... shown) {
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
        return new ChartView(
                title, patient.patientId(), plan.zone().getId(), until, metrics, json(targets), json(limits));
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
