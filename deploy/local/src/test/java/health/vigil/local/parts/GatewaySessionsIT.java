package health.vigil.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.local.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Gateways that come, go, die and hang, as processes of their own, while many devices send: whatever the broker has
/// acknowledged arrives in Kafka.
class GatewaySessionsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SESSIONS = 4;
    private static final String SECRET = "of the device";
    private static final String GATEWAY_SECRET = "of the gateway";

    enum Kind {
        ARTEMIS,
        MOSQUITTO
    }

    private final List<UUID> devices =
            Stream.generate(UUID::randomUUID).limit(6).toList();

    @TempDir
    private Path folder = Path.of("");

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private KafkaSettings kafka = KafkaSettings.DEFAULTS;

    @BeforeEach
    void startKafka() throws Exception {
        var embedded = new EmbeddedKafka(folder.resolve("kafka"), 0);
        started.push(embedded);
        kafka = KafkaSettings.local(embedded.bootstrapServers());
    }

    @AfterEach
    void stopAll() throws Exception {
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }

    private ServiceProcess gateway(MqttBroker broker, int sessions) throws Exception {
        var password = Files.writeString(folder.resolve("mqtt-password"), GATEWAY_SECRET);
        var gateway = ServiceProcess.start(folder, "gateway", """
                mqtt: {url: "%s", user: %s, password-file: %s, sessions: %d, pulse-every: PT1S}
                kafka:
                  bootstrap-servers: %s
                  topics: {partitions: 2, replication: 1}
                """.formatted(
                        broker.gatewayUrl(), MqttBroker.GATEWAY, password, sessions, kafka.bootstrapServers()));
        started.push(gateway);
        return gateway;
    }

    private MqttBroker broker(Kind kind) throws Exception {
        var accounts = new HashMap<>(Map.of(MqttBroker.GATEWAY, GATEWAY_SECRET));
        devices.forEach(device -> accounts.put(device.toString(), SECRET));
        var broker =
                switch (kind) {
                    case ARTEMIS -> new ArtemisInside(folder.resolve("mqtt"), accounts);
                    case MOSQUITTO -> {
                        assumeTrue(MosquittoProcess.isThere(), "Mosquitto is not installed");
                        yield new MosquittoProcess(folder.resolve("mqtt"), accounts).start();
                    }
                };
        started.push(broker);
        return broker;
    }

    private Fleet fleet(MqttBroker broker) {
        var fleet = Fleet.of(devices, broker.deviceUrl(), SECRET);
        started.push(fleet);
        return fleet;
    }

    private void awaitSessions(ServiceProcess gateway, int count) {
        await().atMost(PATIENCE).until(() -> gateway.sessions() == count);
    }

    private void awaitAllInKafka(Fleet fleet) {
        await().atMost(PATIENCE).until(() -> fleet.unacknowledged() == 0);
        try (var topic = new ReceivedTopic(kafka)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(topic.readings()).hasSize(fleet.published()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void gatewaysShareTheSessionsOutAndTakeOverThoseOfOneThatLeavesDiesOrHangs(Kind kind) throws Exception {
        var broker = broker(kind);
        var first = gateway(broker, SESSIONS);
        awaitSessions(first, SESSIONS);
        var fleet = fleet(broker).start();

        var second = gateway(broker, SESSIONS);
        awaitSessions(second, SESSIONS / 2);
        awaitSessions(first, SESSIONS / 2);
        fleet.burst(200);
        second.kill();
        awaitSessions(first, SESSIONS);

        var third = gateway(broker, SESSIONS);
        awaitSessions(third, SESSIONS / 2);
        fleet.burst(200);
        first.signal("STOP");
        awaitSessions(third, SESSIONS);
        first.signal("CONT");
        awaitSessions(first, SESSIONS / 2);
        awaitSessions(third, SESSIONS / 2);

        fleet.burst(200);
        assertThat(first.terminate()).isEqualTo(143);
        awaitSessions(third, SESSIONS);
        fleet.stop();

        awaitAllInKafka(fleet);
    }

    @ParameterizedTest
    @EnumSource
    void sessionsThatAreNoLongerWantedAreDrainedAndEnded(Kind kind) throws Exception {
        var broker = broker(kind);
        var many = gateway(broker, SESSIONS);
        awaitSessions(many, SESSIONS);
        var fleet = fleet(broker);
        fleet.burst(50);
        many.terminate();
        // Waits in all sessions, also in those that nobody will have again.
        fleet.burst(200);
        await().atMost(PATIENCE).until(() -> fleet.unacknowledged() == 0);

        var few = gateway(broker, 1);
        awaitSessions(few, 1);
        awaitAllInKafka(fleet);

        // Nothing is given to them any more.
        fleet.burst(50);
        awaitAllInKafka(fleet);
    }
}
