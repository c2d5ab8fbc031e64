package health.vigil.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.gateway.intake.MqttSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// The bare way from MQTT to Kafka: one durable subscription, and each message acknowledged when Kafka has it. The
/// session is the one that the gateway would have, so that either takes up what waits for the other. It does
/// not connect again and tells nobody of failures but the one who waits.
final class BareIntake implements AutoCloseable {

    private static final String SESSION = MqttSettings.DEFAULTS.clientId() + "-0";
    private static final long FOR_GOOD = 0xFFFF_FFFFL;
    private static final long CONNECT_MILLIS = 10_000;

    /// Makes a record of a message.
    @FunctionalInterface
    interface Transformation {
        ProducerRecord<byte[], byte[]> record(String topic, byte[] payload) throws IOException;
    }

    private final Transformation transformation;
    private final KafkaProducer<byte[], byte[]> producer;
    private final MqttAsyncClient client;

    /// Connects and begins.
    BareIntake(BareParts parts, Transformation transformation) throws MqttException {
        this.transformation = transformation;
        var properties = new HashMap<>(parts.kafka().client());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        this.client = new MqttAsyncClient(parts.gatewayUrl(), SESSION, new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(new Callback());
        var connected = client.connect(options(parts));
        connected.waitForCompletion(CONNECT_MILLIS);
        // Once only: when a session subscribes again, Artemis never forgets what was on its way to it.
        if (!connected.getSessionPresent()) {
            client.subscribe("$share/vigil/vigil/+/#", 1).waitForCompletion(CONNECT_MILLIS);
        }
    }

    private static MqttConnectionOptions options(BareParts parts) {
        var options = new MqttConnectionOptions();
        options.setUserName("vigil-gateway");
        options.setPassword(parts.gatewayPassword().getBytes(UTF_8));
        options.setCleanStart(false);
        options.setSessionExpiryInterval(FOR_GOOD);
        options.setReceiveMaximum(1000);
        options.setKeepAliveInterval(20);
        return options;
    }

    private void take(String topic, MqttMessage message) {
        try {
            var record = transformation.record(topic, message.getPayload());
            var _ = producer.send(record, (_, failure) -> {
                if (failure == null) {
                    acknowledge(message);
                }
            });
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void acknowledge(MqttMessage message) {
        try {
            client.messageArrivedComplete(message.getId(), message.getQos());
        } catch (MqttException failure) {
            throw new IllegalStateException("the bare way lost its connection", failure);
        }
    }

    /// Ends the connection and keeps the subscription.
    @Override
    public void close() throws MqttException {
        producer.close();
        client.disconnect().waitForCompletion(CONNECT_MILLIS);
        client.close(true);
    }

    private final class Callback implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            take(topic, message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // Who waits for the messages finds out.
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {
            // Likewise.
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Publishes nothing.
        }

        @Override
        public void connectComplete(boolean reconnect, String uri) {
            // Connecting is waited for.
        }

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {
            // Not used.
        }
    }
}
