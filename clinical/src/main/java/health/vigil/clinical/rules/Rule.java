package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// One rule of a care plan.
///
/// @param id stable within a plan and over its versions, e.g. `blood-pressure-crisis`
/// @param title for people, e.g. `Blood pressure crisis`
/// @param source where its limits come from, e.g. `AHA`; empty where a clinician set them
/// @param from judges readings measured from then on; absent for any
/// @param until judges readings measured before then; absent for any
public record Rule(
        String id,
        String title,
        Severity severity,
        Condition condition,
        Filter filter,
        Optional<Instant> from,
        Optional<Instant> until,
        String source) {

    public Rule {
        if (severity == Severity.CRITICAL && condition instanceof ConfirmedLimit limit && !limit.atOnce()) {
            throw new IllegalArgumentException("a critical rule is raised at once: set atOnce of " + id);
        }
    }

    /// For all readings, at all times.
    public static Rule of(String id, String title, Severity severity, Condition condition, String source) {
        return new Rule(id, title, severity, condition, Filter.ALL, Optional.empty(), Optional.empty(), source);
    }

    public Rule with(Filter filter) {
        return new Rule(id, title, severity, condition, filter, from, until, source);
    }

    public boolean isOnAt(Instant moment) {
        return from.filter(moment::isBefore).isEmpty()
                && until.filter(end -> !moment.isBefore(end)).isEmpty();
    }

    public Set<ReadingKind> kinds() {
        return condition.kinds();
    }
}
