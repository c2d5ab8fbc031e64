package health.vigil.local;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
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
import health.vigil.local.device.Device;
import health.vigil.local.embedded.EmbeddedBroker;
import health.vigil.local.embedded.EmbeddedKafka;
import health.vigil.local.embedded.FreePort;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway while Kafka, or the MQTT broker, is away for a while.
class KafkaOutageIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final int DEVICES = 4;
    private static final int MESSAGES_EACH = 1000;
    private static final int BEFORE_EACH = 25;
    private static final int ALL = DEVICES * (MESSAGES_EACH + BEFORE_EACH);
    private static final int RECEIVE_MAXIMUM = 100;
    private static final String PASSWORD = "of the gateway";
    private static final Instant FIRST = Instant.parse("2026-01-01T06:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private final Wire wire = Registries.wire(KafkaSettings.DEFAULTS);
    private final Lifecycle gateway = new Lifecycle();
    private final Telemetry telemetry = new Telemetry(new Metrics(), new Health());
    private final AtomicInteger taken = new AtomicInteger();
    private final List<Device> devices = new ArrayList<>();
    private final int brokerPort = FreePort.of(0);
    private final int devicePort = FreePort.of(0);
    private final int kafkaPort = FreePort.of(0);
    private KafkaSettings kafkaSettings = KafkaSettings.DEFAULTS;
    private AutoCloseable kafka = () -> {};
    private AutoCloseable broker = () -> {};

    @BeforeEach
    void startAll() throws Exception {
        startKafka();
        kafkaSettings = KafkaSettings.local("127.0.0.1:" + kafkaPort);
        try (var admin = Admin.create(Map.copyOf(kafkaSettings.client()))) {
            Topics.create(admin, 2, (short) 1, true);
        }
        var started = startBroker();
        startGateway(gateway, started.gatewayUrl());
        started.openForDevices("127.0.0.1", devicePort);
        IntStream.range(0, DEVICES)
                .mapToObj(_ -> new Device(
                        "tcp://127.0.0.1:" + devicePort, UUID.randomUUID(), "secret", Device.Until.ACKNOWLEDGED))
                .forEach(devices::add);
        publish(0, BEFORE_EACH);
        await().atMost(PATIENCE).until(() -> confirmed() == DEVICES * BEFORE_EACH);
    }

    @AfterEach
    void stopAll() throws Exception {
        devices.forEach(Device::close);
        gateway.close();
        broker.close();
        kafka.close();
        telemetry.metrics().close();
    }

    private void startKafka() throws IOException {
        kafka = new EmbeddedKafka(folder.resolve("kafka"), kafkaPort);
    }

    private EmbeddedBroker startBroker() throws Exception {
        var started = new EmbeddedBroker(folder.resolve("mqtt"), brokerPort, (_, _) -> true, PASSWORD);
        broker = started;
        return started;
    }

    private void startGateway(Lifecycle lifecycle, String brokerUrl) throws Exception {
        // No pulses: the test counts every message that the gateway takes.
        var mqtt = new MqttSettings(
                brokerUrl,
                EmbeddedBroker.gatewayUser(),
                "",
                "",
                "vigil-gateway",
                1,
                RECEIVE_MAXIMUM,
                false,
                Duration.ofDays(1));
        var connected = Intake.start(mqtt, PASSWORD, kafkaSettings, wire, countingClock(), telemetry, lifecycle);
        await().atMost(PATIENCE).until(connected::getAsBoolean);
    }

    /// The gateway asks for the time once for each message that the broker gives it.
    private Clock countingClock() {
        InstantSource source = () -> {
            taken.incrementAndGet();
            return Clock.systemUTC().instant();
        };
        return source.withZone(ZoneOffset.UTC);
    }

    /// Every message is another reading.
    private void publish(int from, int count) {
        for (var device : devices) {
            for (var number = from; number < from + count; number++) {
                device.publish("{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":100,\"unit\":\"mg/dL\"}"
                        .formatted(FIRST.plusSeconds(60L * number)));
            }
        }
    }

    /// How many messages the gateway has acknowledged to the broker.
    private int confirmed() {
        return (int) telemetry.meters().find("vigil.gateway.readings.accepted").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private int inFlight() {
        return taken.get() - confirmed();
    }

    private int unacknowledgedByBroker() {
        return devices.stream().mapToInt(Device::unconfirmed).sum();
    }

    @Test
    void theGatewayAcknowledgesNothingWhileKafkaIsAwayAndEverythingArrivesOnceItIsBack() throws Exception {
        kafka.close();
        publish(BEFORE_EACH, MESSAGES_EACH);
        await().atMost(PATIENCE).until(() -> unacknowledgedByBroker() == 0);
        var stopped = System.nanoTime();

        // The broker has everything; the gateway took as much as it may, and acknowledges none of it.
        await().atMost(PATIENCE).until(() -> inFlight() == RECEIVE_MAXIMUM);
        await().atMost(PATIENCE).during(A_WHILE).untilAsserted(() -> {
            assertThat(confirmed()).isEqualTo(DEVICES * BEFORE_EACH);
            assertThat(inFlight()).isEqualTo(RECEIVE_MAXIMUM);
        });
        startKafka();

        await().atMost(PATIENCE).until(() -> confirmed() == ALL);
        assertThat(timesByReading()).hasSize(ALL).allSatisfy((_, times) -> assertThat(times)
                .isEqualTo(1));
        assertThat(taken).hasValue(ALL);
        System.out.printf(
                "Kafka away: %,d messages waited in the broker, %d in the gateway; all there %d ms after the last%n",
                ALL - confirmedBefore() - RECEIVE_MAXIMUM, RECEIVE_MAXIMUM, (System.nanoTime() - stopped) / 1_000_000);
    }

    private static int confirmedBefore() {
        return DEVICES * BEFORE_EACH;
    }

    @Test
    void whatAGatewayHadTakenWhileKafkaWasAwayComesAgainToTheNextOne() throws Exception {
        kafka.close();
        publish(BEFORE_EACH, MESSAGES_EACH);
        await().atMost(PATIENCE).until(() -> unacknowledgedByBroker() == 0 && inFlight() == RECEIVE_MAXIMUM);
        gateway.close();

        startKafka();
        var next = new Lifecycle();
        startGateway(next, "tcp://127.0.0.1:" + brokerPort);

        await().atMost(PATIENCE).until(() -> confirmed() == ALL);
        assertThat(timesByReading()).hasSize(ALL);
        assertThat(taken).hasValue(ALL + RECEIVE_MAXIMUM);
        next.close();
    }

    @Test
    void theGatewayGoesOnByItselfWhenTheBrokerIsBackAndEverythingArrives() throws Exception {
        publish(BEFORE_EACH, MESSAGES_EACH / 2);
        await().atMost(PATIENCE).until(() -> unacknowledgedByBroker() < DEVICES * MESSAGES_EACH / 4);
        broker.close();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(telemetry.health().ready()).doesNotContainEntry("gateway", "ok"));
        publish(BEFORE_EACH + MESSAGES_EACH / 2, MESSAGES_EACH / 2);

        startBroker().openForDevices("127.0.0.1", devicePort);

        await().atMost(PATIENCE).until(() -> unacknowledgedByBroker() == 0);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(timesByReading()).hasSize(ALL));
        assertThat(telemetry.health().ready()).containsEntry("gateway", "ok");
        System.out.printf(
                "broker away: %,d readings, %,d records%n",
                ALL,
                timesByReading().values().stream().mapToLong(Long::longValue).sum());
    }

    /// How often each reading is in Kafka.
    private Map<UUID, Long> timesByReading() {
        var decoder = wire.deserializer(Topics.RECEIVED);
        var ids = new ArrayList<UUID>();
        try (var consumer = new KafkaConsumer<>(
                Map.copyOf(kafkaSettings.client()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = Stream.of(Topics.RECEIVED, Topics.RECEIVED_LATE)
                    .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end(ends, partition))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> ids.add(decoder.deserialize(record.topic(), record.value())
                                .getId()));
            }
        }
        return ids.stream().collect(groupingBy(identity(), counting()));
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }
}
