package health.vigil.local.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import health.vigil.gateway.intake.Intake;
import health.vigil.gateway.intake.MqttSettings;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.MqttPeer;
import health.vigil.local.device.Device;
import health.vigil.schemas.DeviceRequest;
import health.vigil.schemas.Kind;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The way from a device over a broker and the gateway to Kafka, whichever the broker and Kafka are.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant FIRST = Instant.parse("2026-01-01T06:00:00Z");
    static final int MANY = 300;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final String SECRET = "of the device";
    private static final String GATEWAY_SECRET = "of the gateway";

    final UUID own = UUID.randomUUID();
    final UUID other = UUID.randomUUID();

    private final Telemetry telemetry = new Telemetry(new Metrics(), new Health());
    private Lifecycle gateway = new Lifecycle();

    /// With the accounts of [#accounts], running.
    abstract MqttBroker broker();

    abstract KafkaSettings kafka();

    /// Passwords by name.
    final Map<String, String> accounts() {
        return Map.of(MqttBroker.GATEWAY, GATEWAY_SECRET, own.toString(), SECRET, other.toString(), SECRET);
    }

    @BeforeEach
    final void startGateway() throws Exception {
        try (var admin = Admin.create(new HashMap<>(kafka().client()))) {
            Topics.create(admin, 2, (short) 1, false);
        }
        gateway = new Lifecycle();
        var mqtt = new MqttSettings(
                broker().gatewayUrl(),
                MqttBroker.GATEWAY,
                "",
                "",
                "vigil-gateway",
                1,
                100,
                false,
                Duration.ofSeconds(1));
        var connected = Intake.start(
                mqtt,
                GATEWAY_SECRET,
                kafka(),
                Registries.wire(KafkaSettings.DEFAULTS),
                Clock.systemUTC(),
                telemetry,
                gateway);
        await().atMost(PATIENCE).until(connected::getAsBoolean);
    }

    @AfterEach
    final void stopGateway() {
        gateway.close();
    }

    private Device device(Device.Until until) {
        return new Device(broker().deviceUrl(), own, SECRET, until);
    }

    private MqttPeer peer(UUID id) throws MqttException {
        return MqttPeer.connect(broker().deviceUrl(), id.toString(), id.toString(), SECRET, _ -> {});
    }

    private static String reading(String id, int minute) {
        return "{\"id\":\"%s\",\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":100,\"unit\":\"mg/dL\"}"
                .formatted(id, FIRST.plusSeconds(60L * minute));
    }

    private static String topic(UUID device) {
        return "vigil/" + device + "/readings";
    }

    static Set<String> ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(number -> prefix + number).collect(Collectors.toSet());
    }

    private static void publish(Device device, String prefix) {
        IntStream.range(0, MANY).forEach(number -> device.publish(reading(prefix + number, number)));
        await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
    }

    final void awaitReceived(UUID device, Set<String> ids) {
        try (var received = new ReceivedTopic(kafka())) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(received.of(device)).containsAll(ids));
        }
    }

    @Test
    void everyAcknowledgedReadingReachesKafka() {
        try (var device = device(Device.Until.ACKNOWLEDGED)) {
            publish(device, "way-");
        }

        awaitReceived(own, ids("way-", MANY));
    }

    @Test
    void theBrokerKeepsWhatComesWhileTheGatewayIsAway() throws Exception {
        publishWhileTheGatewayIsAway("kept-", () -> {});

        awaitReceived(own, ids("kept-", MANY));
    }

    interface Step {
        void run() throws Exception;
    }

    /// The gateway comes back once all is acknowledged, and that step is done.
    final void publishWhileTheGatewayIsAway(String prefix, Step meanwhile) throws Exception {
        stopGateway();
        try (var device = device(Device.Until.ACKNOWLEDGED)) {
            publish(device, prefix);
        }
        meanwhile.run();
        startGateway();
    }

    @Test
    void aDeviceGetsAReceiptForEachReading() {
        try (var device = device(Device.Until.RECEIPT)) {
            publish(device, "receipt-");

            assertThat(device.receipts()).hasSize(MANY).allSatisfy((_, outcomes) -> assertThat(outcomes)
                    .singleElement()
                    .satisfies(outcome ->
                            assertThat(outcome.path("outcome").asText()).isEqualTo("accepted")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vigil/OTHER/readings",
                "vigil/OTHER/status",
                "elsewhere",
                "vigil-receipts/OTHER",
                "vigil-requests/OWN"
            })
    void aDeviceMayPublishOnItsOwnTopicsOnly(String topic) throws Exception {
        try (var device = peer(own)) {
            var reason = device.publish(filled(topic), reading("forged", 1), false);

            assertThat(reason).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void aReadingInTheNameOfAnotherDeviceLeavesNothingThere() throws Exception {
        try (var attacker = peer(other)) {
            attacker.publish(topic(own), reading("forged", 1), false);
        }
        // On a connection of its own, since Debian's Mosquitto ends one on which it refused something.
        try (var attacker = peer(other)) {
            attacker.publish(topic(other), reading("honest", 2), false);
        }

        try (var received = new ReceivedTopic(kafka())) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(received.of(other)).contains("honest"));
            assertThat(received.of(own)).doesNotContain("forged");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vigil/#", "#", "vigil-receipts/OTHER", "vigil-receipts/#"})
    void aDeviceSeesNothingOfOthers(String filter) throws Exception {
        try (var spy = peer(own);
                var victim = new Device(broker().deviceUrl(), other, SECRET, Device.Until.RECEIPT)) {
            // Refused, or granted and mute: brokers differ.
            spy.subscribe(filled(filter));

            victim.publish(reading("private", 3));

            await().atMost(PATIENCE).until(() -> victim.receipts().size() == 1);
            assertThat(spy.received()).isEmpty();
        }
    }

    private void ask(Instant until) throws Exception {
        var request = new DeviceRequest(own, UUID.randomUUID(), Kind.BLOOD_PRESSURE, Instant.now(), until);
        var wire = Registries.wire(KafkaSettings.DEFAULTS);
        var none = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(kafka().client(), none, none)) {
            var sent = wire.record(Topics.REQUESTS, own, request);
            producer.send(new ProducerRecord<>(sent.topic(), sent.key(), sent.value()))
                    .get();
        }
    }

    @Test
    void aDeviceFindsWhatItIsAskedForUntilThatIsTakenBack() throws Exception {
        try (var connected = peer(own)) {
            connected.subscribe("vigil-requests/" + own);
            ask(Instant.now().plusSeconds(3600));

            assertThat(connected.next(PATIENCE).payload()).contains("\"measure\":\"blood-pressure\"");
        }
        try (var later = peer(own)) {
            later.subscribe("vigil-requests/" + own);
            assertThat(later.next(PATIENCE).payload()).contains("\"measure\":\"blood-pressure\"");

            ask(Instant.now());
            assertThat(later.next(PATIENCE).payload()).isEmpty();
        }
        try (var last = peer(own)) {
            last.subscribe("vigil-requests/" + own);
            last.subscribe("vigil-receipts/" + own);
            last.publish(topic(own), reading("after", 9), receipt());

            assertThat(last.next(PATIENCE).topic()).isEqualTo("vigil-receipts/" + own);
        }
    }

    private MqttProperties receipt() {
        var properties = new MqttProperties();
        properties.setResponseTopic("vigil-receipts/" + own);
        return properties;
    }

    private String filled(String topic) {
        return topic.replace("OWN", own.toString()).replace("OTHER", other.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong"})
    void nobodyIsLetInWithoutTheRightPassword(String password) {
        var user = password.isEmpty() ? "" : own.toString();

        assertThatExceptionOfType(MqttException.class)
                .isThrownBy(() -> MqttPeer.connect(broker().deviceUrl(), own.toString(), user, password, _ -> {})
                        .close());
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndHoldsUpNothing() throws Exception {
        try (var device = peer(own)) {
            device.publishWithoutWaiting(topic(own), "x".repeat(300 * 1024), false);

            await().atMost(PATIENCE).until(() -> !device.isConnected());
        }
        try (var device = device(Device.Until.RECEIPT)) {
            publish(device, "after-");
        }
        awaitReceived(own, ids("after-", MANY));
    }

    @Test
    void aDeviceOfMqtt311IsServedToo() throws Exception {
        try (var device = new MqttClient(broker().deviceUrl(), own.toString(), new MemoryPersistence())) {
            var options = new MqttConnectOptions();
            options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
            options.setUserName(own.toString());
            options.setPassword(SECRET.toCharArray());
            device.connect(options);

            device.publish(topic(own), reading("three", 4).getBytes(UTF_8), 1, false);

            device.disconnect();
        }
        awaitReceived(own, Set.of("three"));
    }
}
