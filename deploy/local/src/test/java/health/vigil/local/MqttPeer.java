package health.vigil.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import health.vigil.local.RunningVigil.Home;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/// A bare MQTT 5 client that tells the broker's answers, for what the project's own device would never try.
public final class MqttPeer implements AutoCloseable, MqttCallback {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    /// A message that came for this client.
    public record Received(String topic, String payload, String correlation) {}

    private final MqttAsyncClient client;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private volatile @Nullable Integer endedWith;

    private MqttPeer(String url, String clientId) throws MqttException {
        this.client = new MqttAsyncClient(url, clientId, new MemoryPersistence());
        client.setCallback(this);
    }

    static MqttPeer connect(String url, Home home, Consumer<MqttConnectionOptions> more) throws MqttException {
        var id = home.device().toString();
        return connect(url, id, id, home.secret(), more);
    }

    /// Connects.
    ///
    /// @param user empty for none
    /// @throws MqttException with the reason code of a refusal
    public static MqttPeer connect(
            String url, String clientId, String user, String password, Consumer<MqttConnectionOptions> more)
            throws MqttException {
        var peer = new MqttPeer(url, clientId);
        var options = new MqttConnectionOptions();
        if (!user.isEmpty()) {
            options.setUserName(user);
            options.setPassword(password.getBytes(UTF_8));
        }
        more.accept(options);
        try {
            peer.client.connect(options).waitForCompletion(ANSWER_WITHIN.toMillis());
        } catch (MqttException refused) {
            peer.close();
            throw refused;
        }
        return peer;
    }

    public boolean isConnected() {
        return client.isConnected();
    }

    /// The reason code of the disconnection by the broker, once there was one.
    public Optional<Integer> endedWith() {
        return Optional.ofNullable(endedWith);
    }

    /// Publishes at QoS 1.
    ///
    /// @return the reason code of the acknowledgement
    public int publish(String topic, String payload, boolean retained) throws MqttException {
        return publish(topic, new MqttMessage(payload.getBytes(UTF_8), 1, retained, new MqttProperties()));
    }

    public int publish(String topic, String payload, MqttProperties properties) throws MqttException {
        return publish(topic, new MqttMessage(payload.getBytes(UTF_8), 1, false, properties));
    }

    private int publish(String topic, MqttMessage message) throws MqttException {
        var token = client.publish(topic, message);
        token.waitForCompletion(ANSWER_WITHIN.toMillis());
        return reason(token);
    }

    public void publishWithoutWaiting(String topic, String payload, boolean retained) throws MqttException {
        var _ = client.publish(topic, new MqttMessage(payload.getBytes(UTF_8), 1, retained, new MqttProperties()));
    }

    /// Subscribes at QoS 1.
    ///
    /// @return the reason code: the granted quality of service, or why not
    public int subscribe(String filter) throws MqttException {
        var token = client.subscribe(filter, 1);
        try {
            token.waitForCompletion(ANSWER_WITHIN.toMillis());
        } catch (MqttException refused) {
            return refused.getReasonCode();
        }
        return reason(token);
    }

    private static int reason(IMqttToken token) {
        var codes = token.getReasonCodes();
        return codes == null ? 0 : Arrays.stream(codes).findFirst().orElse(0);
    }

    /// The next message that came.
    public Received next(Duration patience) {
        return Objects.requireNonNull(await().atMost(patience).until(received::poll, Objects::nonNull));
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        var correlation = message.getProperties().getCorrelationData();
        received.add(new Received(
                topic,
                new String(message.getPayload(), UTF_8),
                correlation == null ? "" : new String(correlation, UTF_8)));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        endedWith = response.getReturnCode();
    }

    /// The broker may be quicker: Mosquitto 2.0.11 refuses a message, and then ends the connection that it came by.
    @Override
    public void close() throws MqttException {
        try {
            if (client.isConnected()) {
                client.disconnect(0, null, null, 0, new MqttProperties()).waitForCompletion(ANSWER_WITHIN.toMillis());
            }
        } catch (MqttException failure) {
            if (client.isConnected()) {
                throw failure;
            }
        }
        client.close(true);
    }

    @Override
    public void mqttErrorOccurred(MqttException failure) {
        // What matters of it comes with the token or the disconnection.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // The token is waited for.
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
