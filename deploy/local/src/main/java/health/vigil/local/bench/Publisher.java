package health.vigil.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;

/// One device's connection: publishes at QoS 1 with as little work as may be. A refusal or a lost connection ends the
/// measurement.
final class Publisher implements AutoCloseable {

    private static final int WINDOW = 200;
    private static final int REFUSED = 0x80;
    private static final long ANSWER_MILLIS = 30_000;

    private final MqttAsyncClient client;
    private final String topic;
    private final Semaphore window = new Semaphore(WINDOW);
    private volatile @Nullable Throwable failure;

    /// Connects.
    Publisher(String url, Population.Hub hub) throws MqttException {
        this.client = new MqttAsyncClient(url, hub.device().toString(), new MemoryPersistence());
        this.topic = hub.topic();
        var options = new MqttConnectionOptions();
        options.setUserName(hub.device().toString());
        options.setPassword(hub.secret().getBytes(UTF_8));
        options.setCleanStart(true);
        options.setKeepAliveInterval(60);
        client.connect(options).waitForCompletion(ANSWER_MILLIS);
    }

    /// Returns at once, unless too many messages wait for their acknowledgement.
    void publish(String payload) throws MqttException, InterruptedException {
        publish(topic, payload.getBytes(UTF_8));
    }

    /// The same on another of the device's topics.
    void publish(String other, byte[] payload) throws MqttException, InterruptedException {
        acquire(1);
        client.publish(other, new MqttMessage(payload, 1, false, null), null, new Outcome());
    }

    /// Until the broker has acknowledged everything.
    void awaitAcknowledged() throws InterruptedException {
        acquire(WINDOW);
        window.release(WINDOW);
    }

    private void acquire(int permits) throws InterruptedException {
        if (!window.tryAcquire(permits, ANSWER_MILLIS, TimeUnit.MILLISECONDS) || failure != null) {
            throw new IllegalStateException(
                    "the broker did not acknowledge what the load generator published", failure);
        }
    }

    @Override
    public void close() throws MqttException {
        // Nothing is waited for: who wants that has awaited the acknowledgements.
        client.disconnect(0).waitForCompletion(ANSWER_MILLIS);
        client.close(true);
    }

    private final class Outcome implements MqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            var codes = token.getReasonCodes();
            if (codes != null && Arrays.stream(codes).anyMatch(code -> code >= REFUSED)) {
                failure = new MqttException(codes[0]);
            }
            window.release();
        }

        @Override
        public void onFailure(IMqttToken token, Throwable why) {
            failure = why;
            window.release();
        }
    }
}
