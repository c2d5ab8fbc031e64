package health.vigil.gateway.intake;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.wire.Wire;
import io.micrometer.core.instrument.Gauge;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/// Wires the ways to Kafka: from MQTT, and of what once was rejected or held; and the way back, of what is asked of
/// devices.
public final class Intake {

    private Intake() {}

    /// Starts the intake, which connects to Kafka and to the broker when they are there.
    ///
    /// @return whether a session is connected here: the durable subscription stands then, and devices may connect
    public static BooleanSupplier start(
            MqttSettings mqtt,
            String password,
            KafkaSettings kafka,
            Wire wire,
            Clock clock,
            Telemetry telemetry,
            Lifecycle lifecycle) {
        var forwarder = lifecycle.started("gateway-producer", new KafkaForwarder(kafka, mqtt.clientId(), wire));
        var meters = new IntakeMeters(telemetry.meters());
        var deliveries = lifecycle.started(
                "gateway-deliveries", new Deliveries(forwarder, meters, Pulse.of(mqtt.clientId()), clock));
        var broker = Broker.of(mqtt, password, deliveries);
        var group = lifecycle.started("gateway-sessions", new SessionGroup(mqtt, kafka, broker).start());
        telemetry.health().readiness("gateway", group::problem);
        Gauge.builder("vigil.gateway.sessions", group, SessionGroup::connected)
                .description("MQTT sessions that are connected here")
                .register(telemetry.meters());
        DeviceRequests.start(kafka, broker, mqtt.clientId(), wire, clock, telemetry, lifecycle);
        Resubmissions.start(kafka, wire, forwarder, telemetry, lifecycle);
        return () -> group.connected() > 0;
    }
}
