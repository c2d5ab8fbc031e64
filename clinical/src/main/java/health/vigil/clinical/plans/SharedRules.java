package health.vigil.clinical.plans;

import static health.vigil.clinical.rules.Bound.above;
import static health.vigil.clinical.rules.Bound.atOrAbove;
import static health.vigil.clinical.rules.Bound.below;
import static health.vigil.clinical.rules.PartOfDay.EVENING;
import static health.vigil.clinical.rules.PartOfDay.MORNING;
import static health.vigil.clinical.vitals.Metric.DIASTOLIC;
import static health.vigil.clinical.vitals.Metric.GLUCOSE;
import static health.vigil.clinical.vitals.Metric.SYSTOLIC;
import static health.vigil.clinical.vitals.Metric.WEIGHT;

import health.vigil.clinical.rules.Average;
import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.Change;
import health.vigil.clinical.rules.Change.Against;
import health.vigil.clinical.rules.Change.Direction;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.ConfirmedLimit;
import health.vigil.clinical.rules.Filter;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.rules.Repeated;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The rules that several templates share, each with where its limits come from.
final class SharedRules {

    static final List<Bound> CRISIS = List.of(atOrAbove(SYSTOLIC, 180, 170), atOrAbove(DIASTOLIC, 120, 110));
    static final List<Bound> STAGE_2 = List.of(atOrAbove(SYSTOLIC, 150, 145), atOrAbove(DIASTOLIC, 95, 90));
    static final List<Bound> STAGE_1 = List.of(atOrAbove(SYSTOLIC, 135, 132), atOrAbove(DIASTOLIC, 85, 83));
    static final List<Bound> LEVEL_2_LOW = List.of(below(GLUCOSE, 54, 70));
    static final List<Bound> VERY_HIGH = List.of(above(GLUCOSE, 250, 230));
    static final Filter MORNINGS = new Filter(Set.of(), Set.of(), MORNING);
    static final Filter EVENINGS = new Filter(Set.of(), Set.of(), EVENING);
    static final Filter FASTING = new Filter(Set.of(Meal.FASTING), Set.of(), PartOfDay.ALL_DAY);
    static final Filter AFTER_MEAL = new Filter(Set.of(Meal.AFTER_MEAL), Set.of(), PartOfDay.ALL_DAY);

    private SharedRules() {}

    static Rule confirmed(
            String id,
            String title,
            Severity severity,
            List<Bound> bounds,
            int minutes,
            boolean atOnce,
            String source) {
        Condition condition = new ConfirmedLimit(bounds, Duration.ofMinutes(minutes), ConfirmedLimit.By.SECOND, atOnce);
        return Rule.of(id, title, severity, condition, source);
    }

    static Rule pressureCrisis() {
        return confirmed(
                "blood-pressure-crisis",
                "Blood pressure crisis",
                Severity.CRITICAL,
                CRISIS,
                5,
                true,
                "AHA patient guidance; five minutes house");
    }

    static Rule pressureHigh() {
        return Rule.of(
                "blood-pressure-high",
                "High blood pressure",
                Severity.LOW,
                new Limit(STAGE_2, CRISIS),
                "NICE NG136, stage 2 at home");
    }

    static Rule pressureLow() {
        return Rule.of(
                "blood-pressure-low",
                "Low blood pressure",
                Severity.HIGH,
                new Limit(List.of(below(SYSTOLIC, 90, 95), below(DIASTOLIC, 60, 62)), List.of()),
                "consensus");
    }

    /// NICE: seven days, at least four of them, the first left out.
    static Rule average(String id, String title, Severity severity, List<Bound> bounds, String source) {
        return Rule.of(id, title, severity, new Average(bounds, 7, true, 4, 6), source);
    }

    static Rule dangerouslyLow() {
        return Rule.of(
                "glucose-dangerously-low",
                "Dangerously low glucose",
                Severity.CRITICAL,
                new Limit(LEVEL_2_LOW, List.of()),
                "ADA, level 2");
    }

    static Rule low() {
        return Rule.of(
                "glucose-low",
                "Low glucose",
                Severity.HIGH,
                new Limit(List.of(below(GLUCOSE, 70, 80)), LEVEL_2_LOW),
                "ADA, level 1");
    }

    static Rule veryHigh() {
        return Rule.of(
                "glucose-very-high", "Very high glucose", Severity.HIGH, new Limit(VERY_HIGH, List.of()), "consensus");
    }

    static Rule high() {
        return Rule.of(
                "glucose-high",
                "High glucose",
                Severity.LOW,
                new Limit(List.of(above(GLUCOSE, 180, 170)), VERY_HIGH),
                "consensus");
    }

    static Rule highRepeatedly(int times, int ofLast) {
        return Rule.of(
                "glucose-high-repeatedly",
                "High glucose again and again",
                Severity.LOW,
                new Repeated(List.of(above(GLUCOSE, 180, 170)), times, Optional.of(ofLast), Optional.empty()),
                "consensus; %d of %d house".formatted(times, ofLast));
    }

    /// AHA: a gain of 2–3 lb within 24 hours or 5 lb within a week calls for a contact in heart failure.
    static Stream<Rule> weightGain() {
        return Stream.of(
                Rule.of(
                        "weight-gain-2-days",
                        "Weight gain within two days",
                        Severity.HIGH,
                        new Change(WEIGHT, Direction.RISE, Against.LOWEST, 2, 1.4, 0.9, 1),
                        "AHA, 2 to 3 lb in 24 hours"),
                Rule.of(
                        "weight-gain-7-days",
                        "Weight gain within a week",
                        Severity.HIGH,
                        new Change(WEIGHT, Direction.RISE, Against.LOWEST, 7, 2.3, 1.4, 1),
                        "AHA, 5 lb in a week"));
    }

    static Rule otherPerson() {
        return Rule.of(
                "weight-other-person",
                "Another person on the scale",
                Severity.LOW,
                new OtherPerson(WEIGHT, 7, 10, 3),
                "house");
    }

    static Rule silence(String id, ReadingKind kind, int missed) {
        return Rule.of(id, "Silent", Severity.LOW, new Silence(kind, missed, Duration.ofHours(2)), "house");
    }
}
