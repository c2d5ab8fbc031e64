package health.vigil.stream;

import health.vigil.kit.database.Database;
import health.vigil.kit.http.Operations;
import health.vigil.kit.http.WebServer;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.ServiceMain;
import health.vigil.kit.run.Telemetry;
import health.vigil.stream.projection.Projection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The stream processor as a process of its own.
public final class StreamMain {

    private StreamMain() {}

    public static void main(String[] arguments) {
        System.exit(ServiceMain.run(
                "vigil-stream-processor", StreamSettings.class, StreamSettings.DEFAULTS, StreamMain::start, arguments));
    }

    private static void start(StreamSettings settings, Telemetry telemetry, Lifecycle lifecycle) {
        var wire = Registries.wire(settings.kafka());
        var database = lifecycle.started("database", Database.open(settings.database(), "vigil-projection", telemetry));
        Projection.start(
                settings.projection(), settings.kafka(), wire, database, Clock.systemUTC(), telemetry, lifecycle);
        StreamProcessor.start(settings.streams(), settings.kafka(), wire, telemetry, lifecycle);
        var operations = new Operations(telemetry.health(), telemetry.metrics());
        lifecycle.started("http", new WebServer(settings.http(), _ -> Optional.empty(), List.of(operations)).start());
    }
}
