package health.vigil.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.kit.access.Role;
import health.vigil.local.MqttPeer.Received;
import health.vigil.local.RunningVigil.Home;
import health.vigil.local.device.Device;
import health.vigil.local.device.Message;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the broker lets a device do: its own things only.
class BrokerRulesIT {

    /// More than the burst that is let through.
    private static final int FLOOD = 14_000;

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final int NOT_AUTHORIZED = 0x87;
    private static final int BAD_USER_NAME_OR_PASSWORD = 0x86;
    private static final int CLIENT_ID_NOT_VALID = 0x85;
    private static final int RETAIN_NOT_SUPPORTED = 0x9A;

    private static Home own = RunningVigil.NOBODY;
    private static Home other = RunningVigil.NOBODY;

    @BeforeAll
    static void moveIn() {
        own = VIGIL.moveIn("Olga", "Own");
        other = VIGIL.moveIn("Otto", "Other");
    }

    private static String reading(String id, int minute, String value) {
        return "{\"id\":\"%s\",\"type\":\"glucose\",\"measuredAt\":\"2026-03-04T07:%02d:00+01:00\",\"value\":%s,\"unit\":\"mg/dL\"}"
                .formatted(id, minute, value);
    }

    private static String filled(String topic) {
        return topic.replace("OWN", own.device().toString())
                .replace("OTHER", other.device().toString());
    }

    private static MqttPeer connected() throws MqttException {
        return MqttPeer.connect(VIGIL.mqtt(), own, _ -> {});
    }

    // Flooding

    @Test
    void aDeviceThatFloodsIsSlowedAloneAndLosesNothing() {
        try (var flooding = new Device(VIGIL.mqtt(), own.device(), own.secret(), Device.Until.ACKNOWLEDGED);
                var another = new Device(VIGIL.mqtt(), other.device(), other.secret(), Device.Until.ACKNOWLEDGED)) {
            for (var message = 0; message < FLOOD; message++) {
                flooding.publish(new Message("status", "online".getBytes(UTF_8)));
            }
            await().atMost(PATIENCE).until(() -> flooding.acknowledged().size() > FLOOD / 2);
            another.publish(new Message("status", "online".getBytes(UTF_8)));

            await().atMost(PATIENCE).until(() -> another.unconfirmed() == 0);
            assertThat(flooding.unconfirmed()).isPositive();
            await().atMost(PATIENCE).until(() -> flooding.unconfirmed() == 0);
            assertThat(flooding.refused()).isEmpty();
        }
    }

    // Holding a place

    /// A CONNECT of MQTT 5 that never ends: its length says 60,000 bytes.
    private static final byte[] ENDLESS = {
        0x10, (byte) 0xE0, (byte) 0xD4, 0x03, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60, 0
    };

    @Test
    void whoConnectsAndDoesNotSignInIsPutOut() throws Exception {
        var silent = new ArrayList<Socket>();
        for (var bytes : List.of(0, 1, 5, ENDLESS.length)) {
            var socket = stranger();
            socket.getOutputStream().write(ENDLESS, 0, bytes);
            silent.add(socket);
        }
        // Letter by letter.
        try (var speaking = stranger()) {
            speaking.getOutputStream().write(ENDLESS);
            await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(() -> {
                try {
                    speaking.getOutputStream().write('x');
                    return false;
                } catch (IOException _) {
                    // It was closed.
                    return true;
                }
            });
        }
        for (var socket : silent) {
            try (socket) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
        try (var device = connected()) {
            assertThat(device.isConnected()).isTrue();
        }
    }

    private static Socket stranger() throws IOException {
        var broker = URI.create(VIGIL.mqtt());
        var socket = new Socket(broker.getHost(), broker.getPort());
        socket.setSoTimeout((int) LONG.toMillis());
        return socket;
    }

    // Connecting

    @Test
    void aDeviceWithItsSecretIsLetIn() throws MqttException {
        try (var device = connected()) {
            assertThat(device.isConnected()).isTrue();
        }
    }

    private static void assertRefused(
            int reason, String clientId, String user, String secret, Consumer<MqttConnectionOptions> more) {
        assertThatExceptionOfType(MqttException.class)
                .isThrownBy(() -> MqttPeer.connect(VIGIL.mqtt(), clientId, user, secret, more)
                        .close())
                .extracting(MqttException::getReasonCode)
                .isEqualTo(reason);
    }

    @Test
    void aWrongSecretIsRefused() {
        var id = own.device().toString();
        assertRefused(BAD_USER_NAME_OR_PASSWORD, id, id, other.secret(), _ -> {});
    }

    @Test
    void anUnknownDeviceIsRefused() {
        var id = UUID.randomUUID().toString();
        assertRefused(BAD_USER_NAME_OR_PASSWORD, id, id, own.secret(), _ -> {});
    }

    @Test
    void aConnectionWithoutAUserIsRefused() {
        assertRefused(BAD_USER_NAME_OR_PASSWORD, own.device().toString(), "", "", _ -> {});
    }

    @Test
    void theGatewaysAccountIsRefusedWhereDevicesConnect() {
        assertRefused(BAD_USER_NAME_OR_PASSWORD, "vigil-gateway-0", "vigil-gateway", "guessed", _ -> {});
    }

    @Test
    void theSessionOfAnotherDeviceIsRefused() {
        assertRefused(
                CLIENT_ID_NOT_VALID, other.device().toString(), own.device().toString(), own.secret(), _ -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "-9"})
    void aDeviceHasTenSessions(String suffix) throws MqttException {
        var id = own.device().toString();
        try (var device = MqttPeer.connect(VIGIL.mqtt(), id + suffix, id, own.secret(), _ -> {})) {
            assertThat(device.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "-10", "-a", "1", "-", "-1-1", ".1"})
    void anEleventhSessionIsRefused(String suffix) {
        var id = own.device().toString();
        assertRefused(CLIENT_ID_NOT_VALID, id + suffix, id, own.secret(), _ -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"vigil/OTHER/status", "vigil/OWN/readings", "vigil-receipts/OTHER", "vigil/OTHER/readings"})
    void aWillElsewhereThanOnTheOwnStatusIsRefused(String topic) {
        var id = own.device().toString();
        assertRefused(
                NOT_AUTHORIZED,
                id,
                id,
                own.secret(),
                options -> options.setWill(filled(topic), new MqttMessage("{}".getBytes(UTF_8), 1, false, null)));
    }

    @Test
    void aRetainedWillOnTheOwnStatusIsTaken() throws MqttException {
        var will = new MqttMessage("{\"status\":\"offline\"}".getBytes(UTF_8), 1, true, null);
        try (var device =
                MqttPeer.connect(VIGIL.mqtt(), own, options -> options.setWill(filled("vigil/OWN/status"), will))) {
            assertThat(device.isConnected()).isTrue();
        }
    }

    // Publishing

    @ParameterizedTest
    @ValueSource(strings = {"readings", "fhir", "gatt/2A35", "senml", "status"})
    void aDeviceMayPublishOnItsOwnTopics(String channel) throws MqttException {
        try (var device = connected()) {
            var reason = device.publish("vigil/" + own.device() + "/" + channel, "{}", false);

            assertThat(reason).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vigil/OTHER/readings",
                "vigil/OTHER/status",
                "vigil/readings",
                "vigil/OWN",
                "vigil/OWNx/readings",
                "vigil.OTHER.readings",
                "vigil.OWN.readings",
                "vigil/*/readings",
                "vigil/OWN/*",
                "vigil/OWN/x::OTHER",
                "vigil/vigil/OWN/readings",
                "Vigil/OWN/readings",
                "elsewhere",
                "vigil-receipts/OWN",
                "vigil-receipts/OTHER",
                "vigil-requests/OWN",
                "vigil-requests/OTHER",
                "$SYS/broker",
                "$sys.mqtt.sessions",
                "$share/x/vigil/OTHER/readings"
            })
    void aMessageOnAnyOtherTopicIsRefused(String topic) throws MqttException {
        try (var device = connected()) {
            var reason = device.publish(filled(topic), reading("foreign", 1, "100"), false);

            assertThat(reason).isEqualTo(NOT_AUTHORIZED);
        }
    }

    @Test
    void aMessageInTheNameOfAnotherDeviceLeavesNothingThere() throws Exception {
        var victim = VIGIL.moveIn("Vera", "Victim");
        var attacker = VIGIL.moveIn("Arno", "Attacker");
        try (var device = MqttPeer.connect(VIGIL.mqtt(), attacker, _ -> {});
                var api = VIGIL.api(Role.ADMIN)) {
            device.publish("vigil/" + victim.device() + "/readings", reading("forged", 1, "40"), false);
            device.publish("vigil/" + attacker.device() + "/readings", reading("own", 2, "100"), false);

            await().atMost(PATIENCE)
                    .until(() -> !places(api.get(path(attacker))).isEmpty());
            assertThat(places(api.get(path(victim)))).isEmpty();
        }
    }

    private static String path(Home home) {
        return "/api/devices/" + home.device() + "/readings";
    }

    private static JsonNode places(JsonNode answer) {
        return answer.path("readings");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vigil/OTHER/status",
                "vigil/OWN/readings",
                "vigil/OWN/status/more",
                "vigil-receipts/OWN",
                "vigil-requests/OWN",
                "vigil-requests/OTHER"
            })
    void aRetainedMessageElsewhereThanOnTheOwnStatusEndsTheConnection(String topic) throws MqttException {
        try (var device = connected()) {
            device.publishWithoutWaiting(filled(topic), "{}", true);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(device.endedWith()).contains(RETAIN_NOT_SUPPORTED));
        }
    }

    @Test
    void aRetainedStatusOnTheOwnTopicIsTaken() throws MqttException {
        try (var device = connected()) {
            var reason = device.publish(
                    "vigil/" + own.device() + "/status", "{\"status\":\"online\",\"battery\":0.8}", true);

            assertThat(reason).isZero();
            assertThat(device.isConnected()).isTrue();
        }
    }

    @Test
    void aRetainedStatusIsTakenAgainAndAgainOnOneConnection() throws MqttException {
        try (var device = connected()) {
            for (var battery : List.of(80, 79, 78, 77)) {
                var status = "{\"status\":\"online\",\"battery\":" + battery + "}";
                assertThat(device.publish("vigil/" + own.device() + "/status", status, true))
                        .isZero();
                device.publishWithoutWaiting("vigil/" + own.device() + "/status", status, true);
            }
            assertThat(device.publish("vigil/" + own.device() + "/status", "online", true))
                    .isZero();
            assertThat(device.isConnected()).isTrue();
        }
    }

    // Subscribing

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vigil-requests/OTHER",
                "vigil-requests/+",
                "vigil-requests/OWN/#",
                "vigil-requests/#",
                "vigil-receipts/OTHER",
                "vigil-receipts/OTHER/#",
                "vigil-receipts/+",
                "vigil-receipts/#",
                "vigil/#",
                "vigil/OWN/#",
                "vigil/OWN/readings",
                "vigil/OTHER/readings",
                "vigil/+/readings",
                "vigil-receipts.OTHER",
                "+/OTHER",
                "#",
                "$SYS/#",
                "$share/x/vigil/#",
                "$share/x/vigil-receipts/OTHER"
            })
    void aSubscriptionToWhatOthersGetIsRefused(String filter) throws MqttException {
        try (var device = connected()) {
            var reason = device.subscribe(filled(filter));

            assertThat(reason).isGreaterThanOrEqualTo(0x80);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vigil-receipts/OWN", "vigil-receipts/OWN/session-1"})
    void aDeviceMayReadItsOwnReceipts(String filter) throws MqttException {
        try (var device = connected()) {
            var reason = device.subscribe(filled(filter));

            assertThat(reason).isEqualTo(1);
        }
    }

    // Receipts

    private static MqttProperties asking(String responseTopic, String correlation) {
        var properties = new MqttProperties();
        properties.setResponseTopic(filled(responseTopic));
        properties.setCorrelationData(correlation.getBytes(UTF_8));
        return properties;
    }

    private static JsonNode receipt(Received message) throws Exception {
        return JSON.readTree(message.payload());
    }

    @Test
    void aReceiptSaysWhatWasAcceptedUnderTheDevicesOwnId() throws Exception {
        try (var device = connected()) {
            device.subscribe(filled("vigil-receipts/OWN"));

            device.publish(filled("vigil/OWN/readings"), reading("a1", 5, "100"), asking("vigil-receipts/OWN", "one"));

            var message = device.next(PATIENCE);
            assertThat(message.correlation()).isEqualTo("one");
            assertThat(receipt(message)).singleElement().satisfies(outcome -> {
                assertThat(outcome.path("outcome").asText()).isEqualTo("accepted");
                assertThat(outcome.path("id").asText()).isEqualTo("a1");
                assertThat(UUID.fromString(outcome.path("reading").asText())).isNotNull();
            });
        }
    }

    private static Stream<String[]> refusedReadings() {
        return Stream.of(
                new String[] {"no json", "json-malformed"},
                new String[] {"[]", "empty"},
                new String[] {"{\"type\":\"horoscope\"}", "type-unknown"},
                new String[] {reading("a2", 6, "-5"), "implausible"},
                new String[] {reading("a3", 6, "\"many\""), "value-invalid"},
                new String[] {reading("a4", 6, "100").replace("mg/dL", "kg"), "unit-invalid"},
                new String[] {reading("a5", 6, "100").replace("+01:00", "+99:00"), "time-invalid"});
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusedReadings")
    void aReceiptSaysWhyAReadingWasRejected(String payload, String reason) throws Exception {
        try (var device = connected()) {
            device.subscribe(filled("vigil-receipts/OWN"));

            device.publish(filled("vigil/OWN/readings"), payload, asking("vigil-receipts/OWN", reason));

            var message = device.next(PATIENCE);
            assertThat(message.correlation()).isEqualTo(reason);
            assertThat(receipt(message)).singleElement().satisfies(outcome -> {
                assertThat(outcome.path("outcome").asText()).isEqualTo("rejected");
                assertThat(outcome.path("reason").asText()).isEqualTo(reason);
                assertThat(outcome.path("sentence").asText()).endsWith(".");
            });
        }
    }

    @Test
    void aReceiptOfAnArrayHasAnOutcomeForEachReadingInItsOrder() throws Exception {
        var payload = Arrays.asList(reading("b1", 7, "100"), reading("b2", 8, "99999"), reading("b3", 9, "101"))
                .toString();
        try (var device = connected()) {
            device.subscribe(filled("vigil-receipts/OWN/batch"));

            device.publish(filled("vigil/OWN/readings"), payload, asking("vigil-receipts/OWN/batch", "three"));

            assertThat(receipt(device.next(PATIENCE)))
                    .extracting(outcome -> outcome.path("outcome").asText())
                    .containsExactly("accepted", "rejected", "accepted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vigil-receipts/OTHER", "vigil-receipts/OWNx", "vigil/OTHER/readings", "elsewhere"})
    void aReceiptGoesNowhereButToThePublisher(String responseTopic) throws Exception {
        try (var victim = MqttPeer.connect(VIGIL.mqtt(), other, _ -> {});
                var device = connected()) {
            victim.subscribe(filled("vigil-receipts/OTHER"));
            device.subscribe(filled("vigil-receipts/OWN"));

            device.publish(filled("vigil/OWN/readings"), reading("c1", 10, "100"), asking(responseTopic, "astray"));

            // Receipts go out in order: once the next has come, the one before would have.
            device.publish(filled("vigil/OWN/readings"), reading("c2", 11, "100"), asking("vigil-receipts/OWN", "own"));
            assertThat(device.next(PATIENCE).correlation()).isEqualTo("own");
            assertThat(victim.received()).isEmpty();
        }
    }
}
