package health.vigil.clinical.plans;

import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// All versions of a care plan by the moment each took effect. The first also holds for the time before it, so that
/// older readings of a new patient are judged too.
public final class PlanHistory {

    private final NavigableMap<Instant, CarePlan> versions;

    /// @throws IllegalArgumentException without any version
    public PlanHistory(Map<Instant, CarePlan> versions) {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a plan history needs at least one version");
        }
        this.versions = Collections.unmodifiableNavigableMap(new TreeMap<>(versions));
    }

    public static PlanHistory always(CarePlan plan) {
        return new PlanHistory(Map.of(Instant.EPOCH, plan));
    }

    /// The plan in force at that moment.
    public CarePlan at(Instant moment) {
        var entry = versions.floorEntry(moment);
        return entry == null ? versions.firstEntry().getValue() : entry.getValue();
    }

    /// The patient's local calendar day at that moment.
    public LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, at(moment).zone());
    }

    /// The longest reach that this rule has in any version, in local days.
    public int reachDays(String ruleId) {
        return versions.values().stream()
                .flatMap(plan -> plan.rule(ruleId).stream())
                .mapToInt(Rule::reachDays)
                .max()
                .orElse(0);
    }

    /// The ids of all rules for that kind of reading that were ever in the plan.
    public List<String> ruleIds(ReadingKind kind) {
        return versions.values().stream()
                .flatMap(plan -> plan.rules().stream())
                .filter(rule -> rule.kind() == kind)
                .map(Rule::id)
                .distinct()
                .toList();
    }
}
