package health.vigil.stream;

import health.vigil.kit.audit.AuditTrail;
import health.vigil.kit.database.Database;
import health.vigil.kit.http.Operations;
import health.vigil.kit.http.WebServer;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.kafka.TopicSetUp;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Preparation;
import health.vigil.kit.run.ServiceMain;
import health.vigil.kit.run.Telemetry;
import health.vigil.stream.projection.Projection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// The stream processor as a process of its own.
public final class StreamMain {

    private StreamMain() {}

    public static void main(String[] arguments) {
        System.exit(command("vigil-stream-processor").execute(arguments));
    }

    /// The stream processor as a command of that name.
    public static CommandLine command(String name) {
        return ServiceMain.command(name, StreamSettings.class, StreamSettings.DEFAULTS, StreamMain::start);
    }

    private static void start(StreamSettings settings, Telemetry telemetry, Lifecycle lifecycle) {
        var operations = new Operations(telemetry.health(), telemetry.metrics());
        lifecycle.started(
                "http",
                new WebServer(
                                settings.http(),
                                _ -> Optional.empty(),
                                _ -> Optional.empty(),
                                AuditTrail.NONE,
                                List.of(operations))
                        .start());
        var kafka = settings.kafka();
        var wire = Registries.wire(kafka);
        var clock = Clock.systemUTC();
        var database = lifecycle.started("database", Database.open(settings.database(), "vigil-projection", telemetry));
        lifecycle.started(
                "start",
                new Preparation(telemetry.health())
                        .then("kafka", () -> TopicSetUp.prepare(kafka))
                        .then("schema registry", () -> Registries.prepare(kafka))
                        // Before the database: flags need none.
                        .then(
                                "streams",
                                () -> StreamProcessor.start(settings.streams(), kafka, wire, telemetry, lifecycle))
                        .then(
                                "database",
                                () -> Projection.start(
                                        settings.projection(), kafka, wire, database, clock, telemetry, lifecycle))
                        .start());
    }
}
