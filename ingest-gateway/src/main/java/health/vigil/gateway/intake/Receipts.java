package health.vigil.gateway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import health.vigil.gateway.decoding.Decoded;
import health.vigil.gateway.decoding.Message;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a publisher that asked for it (MQTT 5 response topic) what became of each reading, once Kafka has it.
///
/// A receipt goes below the publisher's own `vigil-receipts/{deviceId}` only. It is a kindness, not the promise: where
/// one is lost, the device sends its readings again, and they are recognised.
final class Receipts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WAITING = 10_000;
    private static final int IN_FLIGHT = 100;

    private record Receipt(MqttAsyncClient client, String topic, MqttMessage message) {}

    private final IntakeMeters meters;
    private final BlockingQueue<Receipt> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final Thread sender = Thread.ofVirtual().name("receipts").start(this::run);

    Receipts(IntakeMeters meters) {
        this.meters = meters;
    }

    void send(MqttAsyncClient client, MqttMessage request, Message message, List<Decoded> outcomes) {
        var topic = responseTopic(request, message);
        if (topic == null) {
            return;
        }
        var receipt = new MqttMessage(body(outcomes), 1, false, properties(request));
        if (!waiting.offer(new Receipt(client, topic, receipt))) {
            meters.receiptDropped();
        }
    }

    private static @Nullable String responseTopic(MqttMessage request, Message message) {
        var properties = request.getProperties();
        var topic = properties == null ? null : properties.getResponseTopic();
        if (topic == null || message.device().isEmpty()) {
            return null;
        }
        var own = "vigil-receipts/" + message.device().get();
        return topic.equals(own) || topic.startsWith(own + "/") ? topic : null;
    }

    private static MqttProperties properties(MqttMessage request) {
        var properties = new MqttProperties();
        properties.setCorrelationData(request.getProperties().getCorrelationData());
        return properties;
    }

    private static byte[] body(List<Decoded> outcomes) {
        var receipts = JSON.createArrayNode();
        outcomes.forEach(outcome -> describe(outcome, receipts));
        try {
            return JSON.writeValueAsBytes(receipts);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void describe(Decoded outcome, ArrayNode receipts) {
        switch (outcome) {
            case Decoded.Accepted(var reading) -> {
                var receipt = receipts.addObject()
                        .put("outcome", "accepted")
                        .put("reading", reading.getId().toString());
                if (reading.getDeviceReadingId() != null) {
                    receipt.put("id", reading.getDeviceReadingId());
                }
            }
            case Decoded.Rejected(var message) ->
                receipts.addObject()
                        .put("outcome", "rejected")
                        .put("reason", message.getReason())
                        .put("sentence", message.getSentence());
            case Decoded.Context _, Decoded.Status _ -> receipts.addObject().put("outcome", "accepted");
        }
    }

    private void run() {
        try {
            while (true) {
                var receipt = waiting.take();
                inFlight.acquire();
                publish(receipt);
            }
        } catch (InterruptedException _) {
            LOG.debug("no more receipts");
        }
    }

    private void publish(Receipt receipt) {
        try {
            receipt.client().publish(receipt.topic(), receipt.message(), null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    inFlight.release();
                }

                @Override
                public void onFailure(IMqttToken token, Throwable failure) {
                    inFlight.release();
                    meters.receiptDropped();
                }
            });
        } catch (MqttException failure) {
            inFlight.release();
            meters.receiptDropped();
            LOG.atDebug().addKeyValue("code", failure.getReasonCode()).log("a receipt was not sent");
        }
    }

    @Override
    public void close() {
        sender.interrupt();
    }
}
