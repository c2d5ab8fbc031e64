package health.vigil.alerts;

import health.vigil.kit.access.Sessions;
import health.vigil.kit.database.Database;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Operations;
import health.vigil.kit.http.WebServer;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.ServiceMain;
import health.vigil.kit.run.Telemetry;
import java.time.Clock;
import java.util.List;

/// The alert service as a process of its own.
public final class AlertMain {

    private AlertMain() {}

    public static void main(String[] arguments) {
        System.exit(ServiceMain.run(
                "vigil-alert-service", AlertSettings.class, AlertSettings.DEFAULTS, AlertMain::start, arguments));
    }

    private static void start(AlertSettings settings, Telemetry telemetry, Lifecycle lifecycle) {
        var clock = Clock.systemUTC();
        var assets = new Assets();
        var database = lifecycle.started("database", Database.open(settings.database(), "vigil-alerts", telemetry));
        var routes = AlertService.start(
                settings.kafka(), Registries.wire(settings.kafka()), database, assets, clock, telemetry, lifecycle);
        var sessions = new Sessions(database.jdbi(), clock);
        var operations = new Operations(telemetry.health(), telemetry.metrics());
        lifecycle.started(
                "http", new WebServer(settings.http(), sessions::find, List.of(operations, assets, routes)).start());
    }
}
