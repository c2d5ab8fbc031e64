package health.vigil.care.plans;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.plandocuments.PlanDocument;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Turns stored versions into plans. Most patients have a plan that others have too, so each document is read once.
final class ParsedPlans {

    private static final int MOST = 1000;

    private final Map<String, CarePlan> plans = new ConcurrentHashMap<>();

    CarePlan plan(StoredPlan version) {
        if (plans.size() > MOST) {
            plans.clear();
        }
        var document = version.document();
        return document == null
                ? plans.computeIfAbsent(version.zone(), zone -> Template.STANDARD.in(ZoneId.of(zone)))
                : plans.computeIfAbsent(document, PlanDocument::read);
    }

    /// Of two versions that take effect at the same moment, the later one holds.
    ///
    /// @param versions oldest first
    PlanHistory history(List<StoredPlan> versions) {
        if (versions.isEmpty()) {
            return PlanHistory.always(Template.STANDARD.in(ZoneOffset.UTC));
        }
        var history = new HashMap<Instant, CarePlan>();
        for (var version : versions) {
            // As it is published.
            history.put(version.effectiveFrom().truncatedTo(ChronoUnit.MILLIS), plan(version));
        }
        return new PlanHistory(history);
    }
}
