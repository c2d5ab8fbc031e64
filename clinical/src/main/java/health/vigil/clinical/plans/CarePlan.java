package health.vigil.clinical.plans;

import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.vitals.Metric;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is watched for a patient, from one moment on.
///
/// @param zone makes the patient's local days
/// @param lateAfter a reading received longer than this after it was measured is late
public record CarePlan(ZoneId zone, List<Rule> rules, Map<Metric, TargetRange> targets, Duration lateAfter) {

    public CarePlan {
        rules = List.copyOf(rules);
        targets = Map.copyOf(targets);
    }

    public Optional<Rule> rule(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }
}
