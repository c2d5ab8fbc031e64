package health.vigil.stream.evaluation;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.DefaultPlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.schemas.PatientPlans;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Plans as the contract writes them, in clinical terms.
final class Plans {

    private static final PlanHistory UNTIL_ONE_COMES = PlanHistory.always(DefaultPlan.in(ZoneOffset.UTC));

    private Plans() {}

    /// The default plan in UTC for a patient whose plan has not come yet; it is all evaluated again when it does.
    static PlanHistory history(@Nullable PatientPlans plans) {
        if (plans == null || plans.getVersions().isEmpty()) {
            return UNTIL_ONE_COMES;
        }
        var versions = new TreeMap<Instant, CarePlan>();
        plans.getVersions()
                .forEach(version ->
                        versions.put(version.getEffectiveFrom(), DefaultPlan.in(ZoneId.of(version.getZone()))));
        return new PlanHistory(versions);
    }
}
