package health.vigil.care.trends;

import com.fasterxml.jackson.core.JsonProcessingException;
import health.vigil.care.patients.Patient;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.DefaultPlan;
import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.LimitRule;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.kit.http.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Which charts a patient's page has: those of the metrics that were ever measured, with the plan's limits.
final class Charts {

    private static final Duration RECENT = Duration.ofDays(7);

    private record Limit(double value, String label) {}

    private final Trends trends;
    private final Clock clock;

    Charts(Trends trends, Clock clock) {
        this.trends = trends;
        this.clock = clock;
    }

    List<ChartView> of(Patient patient) {
        var plan = DefaultPlan.in(patient.zoneId());
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

    private static Stream<ChartView> charts(Patient patient, CarePlan plan, ReadingKind kind, Instant until) {
        return switch (kind) {
            case BLOOD_PRESSURE ->
                Stream.of(
                        chart("Blood pressure", patient, plan, until, Metric.SYSTOLIC, Metric.DIASTOLIC),
                        chart("Pulse", patient, plan, until, Metric.PULSE));
            case GLUCOSE -> Stream.of(chart("Glucose", patient, plan, until, Metric.GLUCOSE));
            case WEIGHT -> Stream.of(chart("Weight", patient, plan, until, Metric.WEIGHT));
        };
    }

    private static ChartView chart(String title, Patient patient, CarePlan plan, Instant until, Metric... shown) {
        var metrics = List.of(shown);
        List<TargetRange> targets = metrics.stream()
                .filter(plan.targets()::containsKey)
                .map(plan.targets()::get)
                .toList();
        var limits = plan.rules().stream()
                .flatMap(rule -> rule instanceof LimitRule limit ? limit.bounds().stream() : Stream.of())
                .filter(bound -> metrics.contains(bound.metric()))
                .map(Charts::limit)
                .toList();
        return new ChartView(title, patient.patientId(), patient.zone(), until, metrics, json(targets), json(limits));
    }

    private static Limit limit(Bound bound) {
        var relation = (bound.side() == Bound.Side.ABOVE ? ">" : "<") + (bound.inclusive() ? "=" : "");
        var number = bound.metric().format(new Value.Exact(bound.limit()));
        return new Limit(bound.limit(), bound.metric().code() + " " + relation.replace(">=", "≥") + " " + number);
    }

    private static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
