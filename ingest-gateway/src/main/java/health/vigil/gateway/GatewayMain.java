package health.vigil.gateway;

import health.vigil.gateway.intake.Intake;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.http.Operations;
import health.vigil.kit.http.WebServer;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.ServiceMain;
import health.vigil.kit.run.Telemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttException;

/// The ingest gateway as a process of its own.
public final class GatewayMain {

    private GatewayMain() {}

    public static void main(String[] arguments) {
        System.exit(ServiceMain.run(
                "vigil-gateway", GatewaySettings.class, GatewaySettings.DEFAULTS, GatewayMain::start, arguments));
    }

    private static void start(GatewaySettings settings, Telemetry telemetry, Lifecycle lifecycle) throws MqttException {
        var file = settings.mqtt().passwordFile();
        Intake.start(
                settings.mqtt(),
                file.isEmpty() ? "" : SecretFile.read(Path.of(file)),
                settings.kafka(),
                Registries.wire(settings.kafka()),
                Clock.systemUTC(),
                telemetry,
                lifecycle);
        var operations = new Operations(telemetry.health(), telemetry.metrics());
        lifecycle.started("http", new WebServer(settings.http(), _ -> Optional.empty(), List.of(operations)).start());
    }
}
