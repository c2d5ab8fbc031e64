package health.vigil.alerts.worklist;

import health.vigil.alerts.questions.Questions;
import health.vigil.alerts.questions.Questions.Question;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.vitals.Metric;
import health.vigil.plandocuments.PlanDocument;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/// Makes cards of alerts, a few queries for all of them together.
final class Cards {

    private static final int VALUES = 24;
    private static final int LISTED = 4;
    private static final int MOST_PLANS = 1000;

    private final Jdbi jdbi;
    private final Clock clock;
    private final Map<String, CarePlan> plans = new ConcurrentHashMap<>();

    Cards(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    private record Key(UUID patient, String kind) {

        static Key of(AlertView alert) {
            return new Key(alert.patientId(), alert.kind());
        }
    }

    public record Value(
            UUID patientId,
            String kind,
            Instant measuredAt,
            @Nullable Double systolic,
            @Nullable Double diastolic,
            @Nullable Double glucose,
            @Nullable Double weight,
            @Nullable String outOfRange) {

        /// The one number that is drawn.
        Optional<Sparkline.Point> point() {
            var number = systolic != null ? systolic : glucose != null ? glucose : weight;
            return Optional.ofNullable(number).map(value -> new Sparkline.Point(measuredAt, value));
        }

        String text() {
            if (systolic != null && diastolic != null) {
                return "%.0f/%.0f mm[Hg]".formatted(systolic, diastolic);
            }
            if (weight != null) {
                return Metric.WEIGHT.format(weight) + " kg";
            }
            return glucose == null ? String.valueOf(outOfRange) : "%.0f mg/dL".formatted(glucose);
        }
    }

    /// The cards of those alerts, in their order.
    ///
    /// @param viewer who looks at them
    List<Card> of(List<AlertView> alerts, String viewer) {
        if (alerts.isEmpty()) {
            return List.of();
        }
        return jdbi.withHandle(handle -> {
            var now = clock.instant();
            var ids = alerts.stream().map(AlertView::alertId).toList();
            var values = values(handle, alerts);
            var targets = targets(handle, alerts);
            var steps = CardHistory.steps(handle, ids);
            var before = CardHistory.before(handle, alerts, now);
            var looking = CardHistory.looking(handle, ids, viewer, now);
            var asked = Questions.of(handle, ids).stream().collect(Collectors.groupingBy(Question::alertId));
            var cards = new ArrayList<Card>();
            for (var alert : alerts) {
                var ofKind = values.getOrDefault(Key.of(alert), List.of());
                var happened = steps.getOrDefault(alert.alertId(), List.of());
                cards.add(new Card(
                        alert,
                        Sparkline.of(
                                ofKind.reversed().stream()
                                        .flatMap(value -> value.point().stream())
                                        .toList(),
                                target(targets, alert)),
                        ofKind.stream()
                                .limit(LISTED)
                                .map(value -> value.text() + ", " + alert.local(value.measuredAt()))
                                .toList(),
                        happened.stream()
                                .map(step -> new Alerts.Step(step.at(), step.step(), step.who(), step.note()))
                                .toList(),
                        before.getOrDefault(alert.alertId(), ""),
                        looking.getOrDefault(alert.alertId(), List.of()),
                        asked.getOrDefault(alert.alertId(), List.of()),
                        CardHistory.canUndo(happened, viewer, now)));
            }
            return cards;
        });
    }

    private static Map<Key, List<Value>> values(Handle handle, List<AlertView> alerts) {
        var keys = alerts.stream().map(Key::of).distinct().toList();
        return handle
                .createQuery("""
                        select k.patient_id, k.kind, r.measured_at, r.systolic, r.diastolic, r.glucose, r.weight,
                            r.out_of_range
                        from unnest(:patients, :kinds) k(patient_id, kind) cross join lateral (
                            select * from vitals.reading v where v.patient_id = k.patient_id and v.kind = k.kind
                                and v.status = 'FINAL' order by v.measured_at desc limit :most) r
                        order by r.measured_at desc
                        """)
                .bindArray(
                        "patients", UUID.class, keys.stream().map(Key::patient).toList())
                .bindArray("kinds", String.class, keys.stream().map(Key::kind).toList())
                .bind("most", VALUES)
                .map(ConstructorMapper.of(Value.class))
                .stream()
                .collect(Collectors.groupingBy(value -> new Key(value.patientId(), value.kind())));
    }

    private Map<UUID, CarePlan> targets(Handle handle, List<AlertView> alerts) {
        var found = new HashMap<UUID, CarePlan>();
        handle.createQuery("""
                        select distinct on (patient_id) patient_id, document from care.plan
                        where patient_id = any(:ids) and effective_from <= :now
                        order by patient_id, effective_from desc, version desc
                        """)
                .bindArray(
                        "ids",
                        UUID.class,
                        alerts.stream().map(AlertView::patientId).distinct().toList())
                .bind("now", clock.instant())
                .map((row, _) -> new Plan(row.getObject(1, UUID.class), row.getString(2)))
                .forEach(plan -> Optional.ofNullable(plan.document())
                        .ifPresent(document -> found.put(plan.patient(), parsed(document))));
        return found;
    }

    private record Plan(UUID patient, @Nullable String document) {}

    /// Most patients have a plan that others have too, so each document is read once.
    private CarePlan parsed(String document) {
        if (plans.size() > MOST_PLANS) {
            plans.clear();
        }
        return plans.computeIfAbsent(document, PlanDocument::read);
    }

    private static @Nullable TargetRange target(Map<UUID, CarePlan> plans, AlertView alert) {
        var plan = plans.get(alert.patientId());
        var metric =
                switch (alert.kind()) {
                    case "blood-pressure" -> Metric.SYSTOLIC;
                    case "glucose" -> Metric.GLUCOSE;
                    default -> Metric.WEIGHT;
                };
        return plan == null ? null : plan.targets().get(metric);
    }
}
