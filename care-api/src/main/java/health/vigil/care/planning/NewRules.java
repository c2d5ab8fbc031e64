package health.vigil.care.planning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.rules.Average;
import health.vigil.clinical.rules.Baseline;
import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.Change;
import health.vigil.clinical.rules.Combination;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.ConfirmedLimit;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.rules.Repeated;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.rules.ShareInRange;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.rules.Variability;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.plandocuments.PlanDocument;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A rule of each kind to begin with: the numbers are there to be changed.
final class NewRules {

    private static final List<Bound> HIGH = List.of(Bound.atOrAbove(Metric.SYSTOLIC, 150, 145));

    private static final Map<String, Rule> BY_KIND = all();

    private NewRules() {}

    private static Map<String, Rule> all() {
        var rules = new LinkedHashMap<String, Rule>();
        add(rules, "A value beyond a limit", new Limit(HIGH, List.of()));
        add(
                rules,
                "A value beyond a limit, confirmed by a repeat",
                new ConfirmedLimit(HIGH, Duration.ofMinutes(15), ConfirmedLimit.By.SECOND, false));
        add(rules, "Several values beyond a limit", new Repeated(HIGH, 3, Optional.of(5), Optional.empty()));
        add(
                rules,
                "An average beyond a limit",
                new Average(List.of(Bound.atOrAbove(Metric.SYSTOLIC, 135, 132)), 7, true, 4, 6));
        add(
                rules,
                "A gain or loss",
                new Change(Metric.WEIGHT, Change.Direction.RISE, Change.Against.LOWEST, 3, 2, 1, 1));
        add(rules, "Unusual for this patient", new Baseline(Metric.SYSTOLIC, Baseline.Side.ABOVE, 30, 4, 2, 14, 5));
        add(rules, "Unstable values", new Variability(Metric.GLUCOSE, 14, 36, 33, 20));
        add(rules, "Too few readings in range", new ShareInRange(Metric.GLUCOSE, 70, 180, 14, 50, 60, 20));
        add(rules, "Another person on the device", new OtherPerson(Metric.WEIGHT, 7, 10, 2));
        add(rules, "Several conditions together", combination());
        add(rules, "No readings", new Silence(ReadingKind.BLOOD_PRESSURE, 3, Duration.ofHours(2)));
        return rules;
    }

    private static Condition combination() {
        return new Combination(
                List.of(
                        new Change(Metric.WEIGHT, Change.Direction.RISE, Change.Against.LOWEST, 3, 1, 0.5, 2),
                        new Limit(HIGH, List.of())),
                Duration.ofDays(3));
    }

    private static void add(Map<String, Rule> rules, String title, Condition condition) {
        var rule = Rule.of("new", title, Severity.LOW, condition, "");
        rules.put(PlanDocument.kind(rule), rule);
    }

    /// The kinds with a title for people, in the order of the menu.
    static List<Option> kinds() {
        return BY_KIND.entrySet().stream()
                .map(rule -> new Option(rule.getKey(), rule.getValue().title(), false))
                .toList();
    }

    static Optional<ObjectNode> of(String kind) {
        return Optional.ofNullable(BY_KIND.get(kind)).map(rule -> {
            var plan = new CarePlan("", ZoneOffset.UTC, List.of(rule), Map.of(), List.of(), CarePlan.LATE_AFTER);
            return (ObjectNode) FormFields.parse(PlanDocument.write(plan)).at("/rules/0");
        });
    }
}
