package health.vigil.care;

import health.vigil.care.accounts.Accounts;
import health.vigil.care.accounts.SignInRoutes;
import health.vigil.care.administration.AdministrationRoutes;
import health.vigil.care.administration.DevicePageRoutes;
import health.vigil.care.corrections.MarkRoutes;
import health.vigil.care.corrections.Marks;
import health.vigil.care.corrections.RecentReadings;
import health.vigil.care.devices.DeviceRoutes;
import health.vigil.care.devices.Devices;
import health.vigil.care.outbox.Outbox;
import health.vigil.care.patients.PatientRoutes;
import health.vigil.care.patients.Patients;
import health.vigil.care.planning.PlanPageRoutes;
import health.vigil.care.planning.PlanRoutes;
import health.vigil.care.plans.Plans;
import health.vigil.care.previews.PanelPreviews;
import health.vigil.care.previews.PreviewRoutes;
import health.vigil.care.readings.StoredReadings;
import health.vigil.care.recovery.Recovery;
import health.vigil.care.trends.TrendRoutes;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.database.Database;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Routes;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.wire.Wire;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Wires the care API.
public final class CareApi {

    private final Accounts accounts;
    private final Patients patients;
    private final Devices devices;
    private final List<Routes> routes;

    private CareApi(
            Jdbi jdbi,
            Outbox outbox,
            Plans plans,
            PanelPreviews panels,
            Recovery recovery,
            Assets assets,
            Clock clock) {
        this.accounts = new Accounts(jdbi, clock);
        this.patients = new Patients(jdbi, plans, clock);
        this.devices = new Devices(jdbi, outbox, clock);
        var recent = new RecentReadings(jdbi, plans);
        var all = new ArrayList<Routes>(List.of(
                new SignInRoutes(accounts, new Sessions(jdbi, clock), assets),
                new PatientRoutes(patients, assets),
                new PlanRoutes(patients, plans),
                new PlanPageRoutes(patients, plans, assets, clock),
                new PreviewRoutes(patients, plans, new StoredReadings(jdbi), panels, clock),
                new DeviceRoutes(devices, patients),
                new TrendRoutes(patients, plans, recent, jdbi, assets, clock),
                new MarkRoutes(new Marks(jdbi, outbox, clock), recent),
                new DevicePageRoutes(devices, patients, assets),
                new AdministrationRoutes(accounts, patients, devices, assets, clock)));
        all.addAll(recovery.routes(assets));
        this.routes = List.copyOf(all);
    }

    /// Brings its tables to their present shape and starts to publish what changes in them.
    public static CareApi start(
            KafkaSettings kafka,
            Wire wire,
            Database database,
            Assets assets,
            Clock clock,
            Telemetry telemetry,
            Lifecycle lifecycle) {
        database.migrate("care");
        var outbox = lifecycle.started("care-outbox", new Outbox(database, kafka, wire).start());
        telemetry.health().readiness("care-outbox", outbox::problem);
        var jdbi = database.jdbi();
        var plans = new Plans(jdbi, outbox, clock);
        var panels =
                lifecycle.started("plan-previews", new PanelPreviews(jdbi, plans, new StoredReadings(jdbi), clock));
        var recovery = Recovery.start(jdbi, outbox, kafka, wire, clock, telemetry, lifecycle);
        return new CareApi(jdbi, outbox, plans, panels, recovery, assets, clock);
    }

    /// Puts into the outbox what its tables say of every device and patient, in place of what the compacted topics say:
    /// tables that were restored may be older.
    public static void publishAll(Handle handle, Database database, KafkaSettings kafka, Wire wire, Clock clock) {
        try (var outbox = new Outbox(database, kafka, wire)) {
            new Devices(database.jdbi(), outbox, clock).publishAll(handle);
            new Plans(database.jdbi(), outbox, clock).publishAll(handle);
            new Marks(database.jdbi(), outbox, clock).publishAll(handle);
        }
    }

    public Accounts accounts() {
        return accounts;
    }

    public Patients patients() {
        return patients;
    }

    public Devices devices() {
        return devices;
    }

    public List<Routes> routes() {
        return routes;
    }
}
