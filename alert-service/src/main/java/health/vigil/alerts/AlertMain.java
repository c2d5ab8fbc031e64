package health.vigil.alerts;

import health.vigil.kit.access.Sessions;
import health.vigil.kit.audit.Audit;
import health.vigil.kit.audit.Event;
import health.vigil.kit.config.KeyRing;
import health.vigil.kit.config.Settings;
import health.vigil.kit.database.Database;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Operations;
import health.vigil.kit.http.Routes;
import health.vigil.kit.http.WebServer;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.kafka.TopicSetUp;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Preparation;
import health.vigil.kit.run.ServiceMain;
import health.vigil.kit.run.Telemetry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// The alert service as a process of its own.
public final class AlertMain {

    private AlertMain() {}

    public static void main(String[] arguments) {
        System.exit(command("vigil-alert-service").execute(arguments));
    }

    /// The alert service as a command of that name.
    public static CommandLine command(String name) {
        return ServiceMain.command(name, AlertSettings.class, AlertSettings.DEFAULTS, AlertMain::start);
    }

    private static void start(AlertSettings settings, Telemetry telemetry, Lifecycle lifecycle) {
        var clock = Clock.systemUTC();
        var assets = new Assets();
        var kafka = settings.kafka();
        var wire = Registries.wire(kafka);
        var database = lifecycle.started("database", Database.open(settings.database(), "vigil-alerts", telemetry));
        var service = new AlertService(
                database,
                KeyRing.ofSettings(settings.keyFile(), settings.keyProgram()),
                settings.channels(),
                settings.watchdog(),
                assets,
                clock,
                telemetry);
        var sessions = new Sessions(database.jdbi(), clock);
        var operations = new Operations(telemetry.health(), telemetry.metrics());
        var routes = new ArrayList<Routes>(List.of(operations, assets));
        routes.addAll(service.routes());
        var changed = Settings.changed(AlertSettings.DEFAULTS, settings);
        var audit = lifecycle.started("audit", new Audit(database.jdbi(), "alerts", clock).start());
        lifecycle.started(
                "http", new WebServer(settings.http(), sessions::find, _ -> Optional.empty(), audit, routes).start());
        lifecycle.started(
                "start",
                new Preparation(telemetry.health())
                        .then("kafka", () -> TopicSetUp.prepare(kafka))
                        .then("schema registry", () -> Registries.prepare(kafka))
                        .then("database", () -> service.start(kafka, wire, lifecycle))
                        .then("audit trail", () -> audit.record(Event.start("alert-service", changed)))
                        .then("watchdog", () -> service.watchItself(lifecycle))
                        .start());
    }
}
