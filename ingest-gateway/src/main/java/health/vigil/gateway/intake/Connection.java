package health.vigil.gateway.intake;

import health.vigil.gateway.decoding.Message;
import health.vigil.kit.mqtt.MqttClient;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of a session to the broker.
///
/// One client object for each: a packet id means another message on the next connection, so an acknowledgement that
/// comes late must find the connection that it belongs to, gone. What is not acknowledged when it ends comes again on
/// the next one.
final class Connection implements MqttCallback {

    static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration GOODBYE_WITHIN = Duration.ofSeconds(1);
    private static final int REFUSED = 0x80;

    private final MqttAsyncClient client;
    private final UUID session;
    private final Deliveries deliveries;
    private final Consumer<Connection> ended;

    /// A party for each message that was taken and is not settled yet, and one of its own.
    private final Phaser unsettled = new Phaser(1);

    /// Waits for Kafka in place of the client's own thread, which must go on to answer the broker's pings. What waits
    /// here is not acknowledged yet, so there are no more than the receive maximum.
    private final ExecutorService forwarding = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("mqtt-forward").factory());

    /// The broker has said that it has the session. Artemis may send messages before it says so: they wait, since
    /// nothing can be acknowledged yet, and the broker would not send them again on this connection.
    private final CountDownLatch opened = new CountDownLatch(1);

    private volatile boolean taking = true;
    private volatile boolean hasTaken;
    private volatile boolean subscribed;
    private volatile Instant caughtUpTo = Instant.MIN;
    private boolean resumed;

    private Connection(String url, String clientId, Deliveries deliveries, Consumer<Connection> ended)
            throws MqttException {
        this.client = new MqttClient(url, clientId);
        this.session = Pulse.id(clientId);
        this.deliveries = deliveries;
        this.ended = ended;
        client.setManualAcks(true);
        client.setCallback(this);
        forwarding.execute(this::awaitOpened);
    }

    private void awaitOpened() {
        try {
            opened.await();
        } catch (InterruptedException _) {
            // It was discarded, with all that waits.
            Thread.currentThread().interrupt();
        }
    }

    /// Connects.
    ///
    /// @param ended told when it has ended by itself, maybe before this returns
    static Connection open(
            String url,
            String clientId,
            MqttConnectionOptions options,
            Deliveries deliveries,
            Consumer<Connection> ended)
            throws MqttException {
        var connection = new Connection(url, clientId, deliveries, ended);
        try {
            var connected = connection.client.connect(options);
            connected.waitForCompletion(ANSWER_WITHIN.toMillis());
            connection.resumed = connected.getSessionPresent();
            connection.opened.countDown();
        } catch (MqttException failure) {
            connection.discard();
            throw failure;
        }
        return connection;
    }

    void subscribe(String filter) throws MqttException {
        var answer = client.subscribe(filter, 1);
        answer.waitForCompletion(ANSWER_WITHIN.toMillis());
        if (answer.getReasonCodes()[0] >= REFUSED) {
            throw new MqttException(answer.getReasonCodes()[0]);
        }
        subscribed = true;
    }

    void unsubscribe(String filter) throws MqttException {
        client.unsubscribe(filter).waitForCompletion(ANSWER_WITHIN.toMillis());
    }

    MqttAsyncClient client() {
        return client;
    }

    UUID session() {
        return session;
    }

    /// Whether the broker had the session already.
    boolean hasResumed() {
        return resumed;
    }

    boolean isConnected() {
        return client.isConnected();
    }

    void publish(String topic, MqttMessage message) {
        try {
            if (client.isConnected()) {
                client.publish(topic, message);
            }
        } catch (MqttException failure) {
            LOG.atDebug().addKeyValue("code", failure.getReasonCode()).log("not published");
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage mqtt) {
        if (!taking) {
            return;
        }
        var started = System.nanoTime();
        var message = deliveries.received(topic, mqtt);
        hasTaken = true;
        unsettled.register();
        forwarding.execute(() -> forward(mqtt, message, started));
    }

    private void forward(MqttMessage mqtt, Message message, long started) {
        if (client.isConnected()) {
            deliveries.forward(this, mqtt, message, started);
        } else {
            unsettled.arriveAndDeregister();
        }
    }

    /// False when it has ended meanwhile: the message comes again.
    boolean acknowledge(MqttMessage mqtt) {
        try {
            client.messageArrivedComplete(mqtt.getId(), mqtt.getQos());
            unsettled.arriveAndDeregister();
            return true;
        } catch (MqttException | NullPointerException failure) {
            // Not connected any more, or closed, which Paho does not check. The message comes again on another
            // connection, so whatever it was, this one ends.
            LOG.atDebug().setCause(failure).log("not acknowledged");
            if (taking) {
                ended.accept(this);
            }
            return false;
        }
    }

    /// Has it ended, since a message could not be forwarded.
    void fail(String what, Exception failure) {
        if (taking) {
            LOG.atError().setCause(failure).log(what);
            ended.accept(this);
        }
    }

    /// Whether anything has come.
    boolean hasTaken() {
        return hasTaken;
    }

    /// Whether the broker has confirmed a subscription here, or proves one by what comes: a session that is resumed may
    /// have lost its own.
    boolean isSubscribed() {
        return subscribed || hasTaken;
    }

    /// All that was in the session by then has come.
    Instant caughtUpTo() {
        return caughtUpTo;
    }

    void caughtUpTo(Instant moment) {
        caughtUpTo = moment;
    }

    /// Whether all that came is in Kafka and acknowledged.
    boolean isSettled() {
        return unsettled.getRegisteredParties() == 1;
    }

    /// Takes nothing more, and waits until all that it took is in Kafka and acknowledged.
    ///
    /// @return whether it is, in that time
    boolean settle(Duration patience) throws InterruptedException {
        taking = false;
        var phase = unsettled.arrive();
        try {
            unsettled.awaitAdvanceInterruptibly(phase, patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        }
    }

    /// Says goodbye to the broker, after the acknowledgements before it, and closes.
    ///
    /// @param endsSession whether the broker is to forget the session too
    void disconnect(boolean endsSession) {
        try {
            var properties = new MqttProperties();
            if (endsSession) {
                properties.setSessionExpiryInterval(0L);
            }
            client.disconnect(GOODBYE_WITHIN.toMillis(), null, null, 0, properties)
                    .waitForCompletion(GOODBYE_WITHIN.toMillis());
        } catch (MqttException failure) {
            LOG.atDebug().addKeyValue("code", failure.getReasonCode()).log("left without goodbye");
        }
        discard();
    }

    /// Ends it at once.
    void discard() {
        taking = false;
        forwarding.shutdownNow();
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, GOODBYE_WITHIN.toMillis(), false);
            }
            client.close(true);
        } catch (MqttException failure) {
            LOG.atDebug().addKeyValue("code", failure.getReasonCode()).log("a connection did not close properly");
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        LOG.atWarn().addKeyValue("code", response.getReturnCode()).log("the connection to the broker ended");
        ended.accept(this);
    }

    @Override
    public void mqttErrorOccurred(MqttException failure) {
        LOG.atWarn().setCause(failure).log("MQTT error");
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // Who opened it waits for its token.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // Receipts wait for their own tokens.
    }

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {
        // No broker of ours uses enhanced authentication.
    }
}
