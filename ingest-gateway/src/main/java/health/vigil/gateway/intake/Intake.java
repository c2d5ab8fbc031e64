package health.vigil.gateway.intake;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.wire.Wire;
import java.time.Clock;
import org.eclipse.paho.mqttv5.common.MqttException;

/// Wires the ways to Kafka: from MQTT, and of what once was rejected or held.
public final class Intake {

    private Intake() {}

    /// Starts the intake; once this returns, the durable subscription stands and devices may connect.
    ///
    /// @throws MqttException when the broker cannot be reached or refuses
    public static void start(
            MqttSettings mqtt,
            String password,
            KafkaSettings kafka,
            Wire wire,
            Clock clock,
            Telemetry telemetry,
            Lifecycle lifecycle)
            throws MqttException {
        var forwarder = lifecycle.started("gateway-producer", new KafkaForwarder(kafka, mqtt.clientId(), wire));
        var meters = new IntakeMeters(telemetry.meters());
        var intake =
                lifecycle.started("gateway-intake", new MqttIntake(mqtt, password, forwarder, meters, clock).start());
        telemetry.health().readiness("gateway", intake::problem);
        Resubmissions.start(kafka, wire, forwarder, telemetry, lifecycle);
    }
}
