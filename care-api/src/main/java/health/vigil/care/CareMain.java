package health.vigil.care;

import health.vigil.kit.access.Sessions;
import health.vigil.kit.database.Database;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Operations;
import health.vigil.kit.http.Routes;
import health.vigil.kit.http.WebServer;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.ServiceMain;
import health.vigil.kit.run.Telemetry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The care API as a process of its own.
public final class CareMain {

    private CareMain() {}

    public static void main(String[] arguments) {
        System.exit(ServiceMain.run(
                "vigil-care-api", CareSettings.class, CareSettings.DEFAULTS, CareMain::start, arguments));
    }

    private static void start(CareSettings settings, Telemetry telemetry, Lifecycle lifecycle) {
        var clock = Clock.systemUTC();
        var assets = new Assets();
        var database = lifecycle.started("database", Database.open(settings.database(), "vigil-care", telemetry));
        var care = CareApi.start(
                settings.kafka(), Registries.wire(settings.kafka()), database, assets, clock, telemetry, lifecycle);
        var routes = new ArrayList<Routes>(List.of(assets, new Operations(telemetry.health(), telemetry.metrics())));
        routes.addAll(care.routes());
        var sessions = new Sessions(database.jdbi(), clock);
        lifecycle.started("http", new WebServer(settings.http(), sessions::find, routes).start());
    }
}
