package health.vigil.clinical.plans;

import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is watched for a patient, from one moment on.
///
/// @param template the template that it began as, e.g. `heart-failure`; for people
/// @param zone makes the patient's local days
/// @param schedules when the patient is expected to measure, one for a kind of reading at most
/// @param lateAfter a reading received longer than this after it was measured is late
public record CarePlan(
        String template,
        ZoneId zone,
        List<Rule> rules,
        Map<Metric, TargetRange> targets,
        List<Schedule> schedules,
        Duration lateAfter) {

    /// House: a reading that arrives six hours after it was measured is late.
    public static final Duration LATE_AFTER = Duration.ofHours(6);

    /// @throws IllegalArgumentException when two rules have the same id
    public CarePlan {
        rules = List.copyOf(rules);
        targets = Map.copyOf(targets);
        schedules = List.copyOf(schedules);
        var ids = new HashSet<String>();
        for (var rule : rules) {
            if (!ids.add(rule.id())) {
                throw new IllegalArgumentException("two rules have the id " + rule.id());
            }
        }
    }

    public Optional<Rule> rule(String id) {
        for (var rule : rules) {
            if (rule.id().equals(id)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    public Optional<Schedule> schedule(ReadingKind kind) {
        return schedules.stream().filter(schedule -> schedule.kind() == kind).findFirst();
    }

    public CarePlan in(ZoneId other) {
        return new CarePlan(template, other, rules, targets, schedules, lateAfter);
    }
}
