package health.vigil.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.gateway.intake.Intake;
import health.vigil.gateway.intake.MqttSettings;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.embedded.EmbeddedKafka;
import health.vigil.schemas.wire.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the broker sends of a resumed session before it says that the session is there.
class EarlyMessageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final UUID DEVICE = UUID.randomUUID();
    private static final String READING = """
            {"id":"early","type":"glucose","measuredAt":"2026-01-01T06:00:00Z","value":100,"unit":"mg/dL"}""";

    /// Tells when it was asked by the thread that takes what comes.
    private static final class AskedAtReceipt extends Clock {

        private volatile boolean wasAsked;

        @Override
        public Instant instant() {
            if (Thread.currentThread().getName().startsWith("MQTT Call: vigil-gateway-0")) {
                wasAsked = true;
            }
            return Clock.systemUTC().instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /// Whether the message has come, and what forwards it has done with it what it does.
    private static boolean isTaken(AskedAtReceipt clock) {
        return clock.wasAsked
                && Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread ->
                                thread.getName().equals("mqtt-forward") && thread.getState() == Thread.State.WAITING);
    }

    @Test
    void itIsTakenAndAcknowledgedOnceTheSessionIsThere(@TempDir Path folder) throws Exception {
        var clock = new AskedAtReceipt();
        try (var kafka = new EmbeddedKafka(folder, 0);
                var broker = new HastyBroker(
                        "vigil-gateway-0", "vigil/" + DEVICE + "/readings", READING, () -> isTaken(clock));
                var gateway = new Lifecycle()) {
            var settings = KafkaSettings.local(kafka.bootstrapServers());
            try (var admin = Admin.create(new HashMap<>(settings.client()))) {
                Topics.create(admin, 2, (short) 1, false);
            }
            var mqtt = new MqttSettings(
                    broker.url(), "vigil-gateway", "", "", "vigil-gateway", 1, 100, false, Duration.ofSeconds(1));
            var _ = Intake.start(
                    mqtt,
                    "none",
                    settings,
                    Registries.wire(KafkaSettings.DEFAULTS),
                    clock,
                    new Telemetry(new Metrics(), new Health()),
                    gateway);

            await().atMost(PATIENCE).until(broker::isAcknowledged);
            try (var received = new ReceivedTopic(settings)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(received.of(DEVICE)).containsExactly("early"));
            }
        }
    }
}
