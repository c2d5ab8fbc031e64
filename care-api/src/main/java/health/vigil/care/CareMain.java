package health.vigil.care;

import health.vigil.care.provisioning.DeviceAuthority;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.access.Tokens;
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
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// The care API as a process of its own.
public final class CareMain {

    private CareMain() {}

    public static void main(String[] arguments) {
        System.exit(command("vigil-care-api").execute(arguments));
    }

    /// The care API as a command of that name.
    public static CommandLine command(String name) {
        return ServiceMain.command(name, CareSettings.class, CareSettings.DEFAULTS, CareMain::start);
    }

    private static void start(CareSettings settings, Telemetry telemetry, Lifecycle lifecycle) {
        var clock = Clock.systemUTC();
        var assets = new Assets();
        var kafka = settings.kafka();
        var wire = Registries.wire(kafka);
        var database = lifecycle.started("database", Database.open(settings.database(), "vigil-care", telemetry));
        var authority = Optional.of(settings.deviceAuthority())
                .filter(file -> !file.isEmpty())
                .map(file -> DeviceAuthority.read(Path.of(file), clock));
        var care = CareApi.of(
                kafka,
                wire,
                database,
                authority,
                KeyRing.ofSettings(settings.keyFile(), settings.keyProgram()),
                settings.openId(),
                assets,
                clock);
        var routes = new ArrayList<Routes>(List.of(assets, new Operations(telemetry.health(), telemetry.metrics())));
        routes.addAll(care.routes());
        var sessions = new Sessions(database.jdbi(), clock);
        var tokens = new Tokens(database.jdbi(), clock);
        var changed = Settings.changed(CareSettings.DEFAULTS, settings);
        var audit = lifecycle.started("audit", new Audit(database.jdbi(), "care", clock).start());
        lifecycle.started("http", new WebServer(settings.http(), sessions::find, tokens::find, audit, routes).start());
        lifecycle.started(
                "start",
                new Preparation(telemetry.health())
                        .then("database", () -> care.prepare(settings.administratorPasswordFile()))
                        .then("audit trail", () -> audit.record(Event.start("care-api", changed)))
                        .then("kafka", () -> TopicSetUp.prepare(kafka))
                        .then("schema registry", () -> Registries.prepare(kafka))
                        .then("outbox", () -> care.publish(telemetry, lifecycle))
                        .then("retention", () -> care.retain(settings.retention(), audit, clock, lifecycle))
                        .start());
    }
}
