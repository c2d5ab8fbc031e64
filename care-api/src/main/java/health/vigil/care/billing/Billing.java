package health.vigil.care.billing;

import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Routes;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// Wires what is billed.
public final class Billing {

    private Billing() {}

    /// Its pages and its API.
    public static List<Routes> routes(PatientsInSight sight, Plans plans, Jdbi jdbi, Assets assets, Clock clock) {
        var monitoring = new Monitoring(jdbi, clock);
        var time = new TimeLog(jdbi, clock);
        var statements = new Statements(plans, new Transmissions(jdbi), monitoring, time, clock);
        var exports = new BillingExports(jdbi, monitoring, clock);
        return List.of(
                new DeviceDayRoutes(sight, statements, jdbi, assets),
                new PatientBillingRoutes(sight, statements, monitoring, time, exports, assets, clock),
                new BillingExportRoutes(sight, statements, exports, jdbi, clock));
    }
}
