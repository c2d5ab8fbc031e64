package health.vigil.gateway;

import health.vigil.gateway.intake.Intake;
import health.vigil.kit.audit.AuditTrail;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.http.Operations;
import health.vigil.kit.http.WebServer;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.kafka.TopicSetUp;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Preparation;
import health.vigil.kit.run.ServiceMain;
import health.vigil.kit.run.Telemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/// The ingest gateway as a process of its own.
public final class GatewayMain {

    private GatewayMain() {}

    public static void main(String[] arguments) {
        System.exit(command("vigil-gateway").execute(arguments));
    }

    /// The gateway as a command of that name.
    public static CommandLine command(String name) {
        return ServiceMain.command(name, GatewaySettings.class, GatewaySettings.DEFAULTS, GatewayMain::start);
    }

    private static void start(GatewaySettings settings, Telemetry telemetry, Lifecycle lifecycle) {
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
        var file = settings.mqtt().passwordFile();
        var password = file.isEmpty() ? "" : SecretFile.read(Path.of(file));
        lifecycle.started(
                "start",
                new Preparation(telemetry.health())
                        .then("kafka", () -> TopicSetUp.prepare(kafka))
                        .then("schema registry", () -> Registries.prepare(kafka))
                        .then(
                                "gateway",
                                () -> Intake.start(
                                        settings.mqtt(),
                                        password,
                                        kafka,
                                        wire,
                                        Clock.systemUTC(),
                                        telemetry,
                                        lifecycle))
                        .start());
    }
}
