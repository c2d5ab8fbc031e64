package health.vigil.care;

import health.vigil.care.accounts.AccountRoutes;
import health.vigil.care.accounts.Accounts;
import health.vigil.care.accounts.Accounts.Account;
import health.vigil.care.accounts.SignInRoutes;
import health.vigil.care.administration.AdministrationRoutes;
import health.vigil.care.audit.AuditRoutes;
import health.vigil.care.billing.Billing;
import health.vigil.care.breakglass.BreakGlass;
import health.vigil.care.breakglass.BreakGlassRoutes;
import health.vigil.care.corrections.MarkRoutes;
import health.vigil.care.corrections.Marks;
import health.vigil.care.corrections.RecentReadings;
import health.vigil.care.devices.DeviceRoutes;
import health.vigil.care.devices.Devices;
import health.vigil.care.devices.DevicesInSight;
import health.vigil.care.erasure.Erasure;
import health.vigil.care.erasure.ErasureRoutes;
import health.vigil.care.erasure.Retention;
import health.vigil.care.erasure.RetentionSettings;
import health.vigil.care.exports.ExportRoutes;
import health.vigil.care.fhir.FhirRoutes;
import health.vigil.care.fleet.DevicePageRoutes;
import health.vigil.care.fleet.FleetRoutes;
import health.vigil.care.ledger.LedgerRoutes;
import health.vigil.care.openid.OpenIdRoutes;
import health.vigil.care.openid.OpenIdSettings;
import health.vigil.care.outbox.Outbox;
import health.vigil.care.overview.PatientPageRoutes;
import health.vigil.care.panel.PanelRoutes;
import health.vigil.care.patients.PatientRoutes;
import health.vigil.care.patients.Patients;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.planning.PlanPageRoutes;
import health.vigil.care.planning.PlanRoutes;
import health.vigil.care.plans.Plans;
import health.vigil.care.previews.PanelPreviews;
import health.vigil.care.previews.PreviewRoutes;
import health.vigil.care.provisioning.DeviceAuthority;
import health.vigil.care.provisioning.Provisioning;
import health.vigil.care.provisioning.ProvisioningRoutes;
import health.vigil.care.readings.StoredReadings;
import health.vigil.care.recovery.Recovery;
import health.vigil.care.requests.DeviceRequests;
import health.vigil.care.requests.RequestRoutes;
import health.vigil.care.subscriptions.Subscribers;
import health.vigil.care.tokens.TokenRoutes;
import health.vigil.care.trends.TrendRoutes;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.audit.AuditTrail;
import health.vigil.kit.config.KeyRing;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.database.Database;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Routes;
import health.vigil.kit.identity.Identities;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.kit.sight.Sight;
import health.vigil.schemas.wire.Wire;
import io.micrometer.core.instrument.Gauge;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Wires the care API.
public final class CareApi {

    /// The first account.
    public static final Account ADMINISTRATOR = new Account("admin", "Administrator", Role.ADMIN);

    private final Database database;
    private final Outbox outbox;
    private final PanelPreviews panels;
    private final Recovery recovery;
    private final BreakGlass glass;
    private final Subscribers subscribers;
    private final Accounts accounts;
    private final Identities identities;
    private final Patients patients;
    private final Devices devices;
    private final Provisioning provisioning;
    private final Erasure erasure;
    private final List<Routes> routes;

    private CareApi(
            Database database,
            Outbox outbox,
            KafkaSettings kafka,
            Wire wire,
            Optional<DeviceAuthority> authority,
            KeyRing keys,
            OpenIdSettings openId,
            Assets assets,
            Clock clock) {
        var jdbi = database.jdbi();
        this.database = database;
        this.outbox = outbox;
        var plans = new Plans(jdbi, outbox, clock);
        this.panels = new PanelPreviews(plans, new StoredReadings(jdbi), clock);
        this.recovery = new Recovery(jdbi, outbox, kafka, wire, clock);
        this.identities = new Identities(keys);
        identities.register(jdbi);
        this.accounts = new Accounts(jdbi, keys, clock);
        this.patients = new Patients(jdbi, plans, clock);
        this.devices = new Devices(jdbi, outbox, clock);
        this.provisioning = new Provisioning(jdbi, clock);
        this.erasure = new Erasure(patients, jdbi, outbox, clock);
        this.glass = new BreakGlass(patients, jdbi, clock);
        var sight = new PatientsInSight(patients, new Sight(jdbi, clock));
        this.subscribers = new Subscribers(patients, new Sight(jdbi, clock), jdbi, kafka, wire, clock);
        var inSight = new DevicesInSight(devices, new Sight(jdbi, clock));
        var requests = new DeviceRequests(jdbi, outbox, clock);
        var recent = new RecentReadings(jdbi, plans);
        var all = new ArrayList<Routes>(List.of(
                new SignInRoutes(accounts, openId.on(), new Sessions(jdbi, clock), assets),
                new AccountRoutes(accounts, new Sessions(jdbi, clock), assets),
                new PatientRoutes(patients, sight),
                new PanelRoutes(sight, plans, jdbi, assets, clock),
                new PlanRoutes(sight, plans),
                new PlanPageRoutes(sight, plans, assets, clock),
                new PreviewRoutes(sight, plans, new StoredReadings(jdbi), panels, clock),
                new ProvisioningRoutes(provisioning, authority, devices, inSight, patients, jdbi, clock),
                new DeviceRoutes(devices, patients),
                new OpenApiRoutes(),
                new TrendRoutes(sight, jdbi, clock),
                new PatientPageRoutes(sight, plans, recent, jdbi, assets, clock),
                new FhirRoutes(sight, jdbi),
                new ExportRoutes(sight, jdbi, clock),
                new MarkRoutes(sight, new Marks(jdbi, outbox, clock), recent),
                new FleetRoutes(inSight, devices, requests, sight, assets),
                new DevicePageRoutes(inSight, devices, provisioning, requests, sight, assets, clock),
                new RequestRoutes(inSight, requests, clock),
                new TokenRoutes(patients, accounts, jdbi, assets, clock),
                new LedgerRoutes(jdbi, assets),
                new AuditRoutes(sight, jdbi, assets),
                new ErasureRoutes(sight, erasure, assets),
                new BreakGlassRoutes(glass, new Sight(jdbi, clock), assets),
                new AdministrationRoutes(accounts, patients, devices, assets, clock)));
        all.addAll(Billing.routes(sight, plans, jdbi, assets, clock));
        all.add(subscribers.routes(assets));
        if (openId.on()) {
            all.add(new OpenIdRoutes(openId, keys, accounts, new Sessions(jdbi, clock), assets));
        }
        all.addAll(recovery.routes(assets));
        this.routes = List.copyOf(all);
    }

    /// The API, not started yet.
    ///
    /// @param authority signs devices' certificates; empty where none does
    /// @param keys for what is kept encrypted
    /// @param openId the identity provider by which people may sign in
    public static CareApi of(
            KafkaSettings kafka,
            Wire wire,
            Database database,
            Optional<DeviceAuthority> authority,
            KeyRing keys,
            OpenIdSettings openId,
            Assets assets,
            Clock clock) {
        return new CareApi(
                database, new Outbox(database, kafka, wire), kafka, wire, authority, keys, openId, assets, clock);
    }

    /// Brings its tables to their present shape, so that its pages can be used, and sees to the first account.
    ///
    /// @param passwordFile of the account `admin`, which gets that password at each start; empty for none
    public void prepare(String passwordFile) {
        database.migrate("care");
        patients.seal(identities);
        if (!passwordFile.isEmpty()) {
            accounts.put(ADMINISTRATOR, SecretFile.read(Path.of(passwordFile)));
        }
    }

    /// Starts to publish what changes in its tables.
    public void publish(Telemetry telemetry, Lifecycle lifecycle) {
        lifecycle.started("plan-previews", panels);
        lifecycle.started("care-outbox", outbox.start(telemetry.health()));
        recovery.start(telemetry, lifecycle);
        Gauge.builder("vigil.break.glass.unreviewed", glass, BreakGlass::unreviewed)
                .description("how often the glass was broken without anybody having looked at it since")
                .register(telemetry.meters());
        lifecycle.started("subscribers", subscribers.start(telemetry));
    }

    /// Starts to erase who is no longer looked after, where that is set.
    public void retain(RetentionSettings settings, AuditTrail audit, Clock clock, Lifecycle lifecycle) {
        settings.period()
                .ifPresent(keep -> lifecycle.started(
                        "retention", new Retention(erasure, database.jdbi(), audit, keep, clock).start()));
    }

    /// Puts into the outbox what its tables say of every device and patient, in place of what the compacted topics say:
    /// tables that were restored may be older.
    public static void publishAll(Handle handle, Database database, KafkaSettings kafka, Wire wire, Clock clock) {
        try (var outbox = new Outbox(database, kafka, wire)) {
            new Devices(database.jdbi(), outbox, clock).publishAll(handle);
            new Plans(database.jdbi(), outbox, clock).publishAll(handle);
            new Marks(database.jdbi(), outbox, clock).publishAll(handle);
            new DeviceRequests(database.jdbi(), outbox, clock).publishAll(handle);
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

    public Provisioning provisioning() {
        return provisioning;
    }

    public List<Routes> routes() {
        return routes;
    }
}
