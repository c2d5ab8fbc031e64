package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.ConfirmedLimit;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.vitals.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What the rules say of each reading: by the plan in force when it was measured.
public final class RuleOracle {

    private final Calendar calendar;
    private final Instant now;
    private final Map<UUID, Boolean> suspects = new HashMap<>();

    public RuleOracle(Calendar calendar, Instant now) {
        this.calendar = calendar;
        this.now = now;
    }

    public Optional<Rule> rule(String id, Instant at) {
        return calendar.planAt(at).rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst();
    }

    /// Without the rule, nothing stays open.
    public Verdict verdict(String id, Reading reading) {
        return rule(id, reading.measuredAt())
                .filter(rule -> isOn(rule, reading.measuredAt()))
                .map(rule -> looksAt(rule, reading) ? judge(rule, reading) : Verdict.IGNORES)
                .orElse(Verdict.CLEARS);
    }

    static boolean isOn(Rule rule, Instant moment) {
        return (rule.from().isEmpty() || rule.from().get().compareTo(moment) <= 0)
                && (rule.until().isEmpty() || rule.until().get().compareTo(moment) > 0);
    }

    private boolean looksAt(Rule rule, Reading reading) {
        return rule.kinds().contains(reading.kind())
                && (isLimit(rule) ? isAdmitted(rule, reading) : isSeen(rule, reading));
    }

    private static boolean isLimit(Rule rule) {
        return rule.condition() instanceof Limit || rule.condition() instanceof ConfirmedLimit;
    }

    private boolean isAdmitted(Rule rule, Reading reading) {
        var filter = rule.filter();
        var context = reading.context();
        var hour = calendar.timeOf(reading.measuredAt()).getHour();
        return (filter.meals().isEmpty()
                        || (context.meal().isPresent()
                                && filter.meals().contains(context.meal().get())))
                && (filter.postures().isEmpty()
                        || (context.posture().isPresent()
                                && filter.postures().contains(context.posture().get())))
                && hour >= filter.partOfDay().from().getHour()
                && hour < filter.partOfDay().untilHour();
    }

    /// Whether it counts for what the rule says of other readings: limits count suspected other persons, trends do not.
    private boolean isSeen(Rule rule, Reading reading) {
        return !reading.clockSuspect()
                && isAdmitted(rule, reading)
                && (isLimit(rule) || rule.condition() instanceof OtherPerson || !isSuspect(reading));
    }

    private Verdict judge(Rule rule, Reading reading) {
        return Demand.of(rule.condition()).of(reading, new Seen(calendar, seen(rule), now));
    }

    private List<Reading> seen(Rule rule) {
        return calendar.trusted().stream()
                .filter(reading -> isSeen(rule, reading))
                .toList();
    }

    private boolean isSuspect(Reading reading) {
        var known = suspects.get(reading.id());
        if (known != null) {
            return known;
        }
        var suspect = calendar.planAt(reading.measuredAt()).rules().stream()
                .filter(rule -> rule.condition() instanceof OtherPerson)
                .anyMatch(rule -> verdict(rule.id(), reading).violates());
        suspects.put(reading.id(), suspect);
        return suspect;
    }
}
