package health.vigil.gateway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.kit.kafka.BatchConsumer;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.mqtt.MqttClient;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.DeviceRequest;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// Puts what is asked of a device on its own topic, retained: it finds it when it connects the next time.
///
/// The delivery contract: offsets are committed after the broker has every message of the batch. After a crash in
/// between they are sent once more: a device knows a request by its id.
final class DeviceRequests {

    private static final String GROUP = "vigil-gateway-requests";
    private static final String TOPIC = "vigil-requests/";
    private static final int MOST_RECORDS = 500;
    private static final int REFUSED = 0x80;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param measure the type of a reading, as devices name it
    private record Body(UUID request, String measure, String expiresAt) {}

    private final Broker broker;
    private final String clientId;
    private final Wire wire;
    private final Clock clock;

    private DeviceRequests(Broker broker, String clientId, Wire wire, Clock clock) {
        this.broker = broker;
        this.clientId = clientId;
        this.wire = wire;
        this.clock = clock;
    }

    static void start(
            KafkaSettings kafka,
            Broker broker,
            String clientId,
            Wire wire,
            Clock clock,
            Telemetry telemetry,
            Lifecycle lifecycle) {
        // Several gateways may send at once, and a broker ends a connection whose name another one takes.
        var own = clientId + "-requests-" + UUID.randomUUID();
        var requests = new DeviceRequests(broker, own, wire, clock);
        var consumer = new BatchConsumer(
                kafka, GROUP, List.of(Topics.REQUESTS), MOST_RECORDS, telemetry.meters(), requests::send);
        telemetry.health().readiness("gateway-requests", consumer::problem);
        lifecycle.started("gateway-requests", consumer.start());
        telemetry.health().liveness("gateway-requests-thread", consumer::failure);
    }

    /// @throws IllegalStateException when the broker has not taken all of it
    private void send(ConsumerRecords<byte[], byte[]> records) {
        var latest = new LinkedHashMap<UUID, DeviceRequest>();
        for (var record : records) {
            var request = wire.deserializer(Topics.REQUESTS).deserialize(record.topic(), record.value());
            latest.put(request.getDeviceId(), request);
        }
        // People ask now and then: a connection that waits for that would only be one more to look after.
        try {
            var client = new MqttClient(broker.url(), clientId);
            try {
                client.connect(broker.once()).waitForCompletion(Connection.ANSWER_WITHIN.toMillis());
                for (var request : latest.values()) {
                    send(client, request);
                }
            } finally {
                if (client.isConnected()) {
                    client.disconnect().waitForCompletion(Connection.ANSWER_WITHIN.toMillis());
                }
                client.close(true);
            }
        } catch (MqttException failure) {
            throw new IllegalStateException("the broker did not take what is asked of devices", failure);
        }
    }

    /// Retained, and once more as any other message: to a device that subscribes just then, Artemis gives neither what
    /// is being retained nor what it replaces.
    private void send(MqttAsyncClient client, DeviceRequest request) throws MqttException {
        var message = message(request, clock.instant());
        publish(client, request.getDeviceId(), message);
        publish(
                client,
                request.getDeviceId(),
                new MqttMessage(message.getPayload(), 1, false, message.getProperties()));
    }

    private static void publish(MqttAsyncClient client, UUID device, MqttMessage message) throws MqttException {
        var token = client.publish(TOPIC + device, message);
        token.waitForCompletion(Connection.ANSWER_WITHIN.toMillis());
        var codes = token.getReasonCodes();
        if (codes != null && codes.length > 0 && codes[0] >= REFUSED) {
            throw new MqttException(codes[0]);
        }
    }

    /// Without content it takes away what is retained.
    static MqttMessage message(DeviceRequest request, Instant now) {
        var left = Duration.between(now, request.getExpiresAt());
        if (!left.isPositive()) {
            return new MqttMessage(new byte[0], 1, true, new MqttProperties());
        }
        var properties = new MqttProperties();
        properties.setMessageExpiryInterval(Math.max(1, left.toSeconds()));
        properties.setPayloadFormat(true);
        var body = new Body(
                request.getRequestId(),
                ReadingKind.valueOf(request.getMeasure().name()).code(),
                request.getExpiresAt().toString());
        try {
            return new MqttMessage(JSON.writeValueAsBytes(body), 1, true, properties);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
