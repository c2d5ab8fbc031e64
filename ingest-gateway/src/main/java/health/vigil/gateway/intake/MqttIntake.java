package health.vigil.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.gateway.decoding.Decoded;
import health.vigil.gateway.decoding.Decoder;
import health.vigil.gateway.decoding.Message;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's durable subscription.
///
/// The delivery contract: a message is acknowledged to the broker only after Kafka has confirmed every record made of
/// it. Messages that are not acknowledged when the connection ends, for whatever reason, are sent again on the next
/// one. When Kafka is slow or gone the broker stops sending after `receiveMaximum` messages, and keeps the rest on
/// disk. When a record could not be written at all, the connection is opened anew so that its message comes again.
///
/// The subscription lasts for good under the stable client id, so the broker keeps what comes while this instance is
/// away. It must exist before the first device may connect: a broker drops what nobody is subscribed to.
public final class MqttIntake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MqttIntake.class);
    private static final String EVERYTHING_OF_DEVICES = "vigil/+/#";
    private static final long FOR_GOOD = 0xFFFF_FFFFL;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final int REFUSED = 0x80;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final MqttSettings settings;
    private final MqttConnectionOptions options;
    private final Decoder decoder = new Decoder();
    private final KafkaForwarder forwarder;
    private final Receipts receipts;
    private final IntakeMeters meters;
    private final Clock clock;
    private final Pulse pulse;

    /// Waits for Kafka in place of the client's own thread, which must go on to answer the broker's pings. What waits
    /// here is not acknowledged yet, so there are no more than `receiveMaximum`.
    private final ExecutorService forwarding = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("mqtt-forward").factory());

    private final ScheduledExecutorService reconnects = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mqtt-reconnect").factory());

    /// One client object for each connection: a packet id means another message on the next one, so an acknowledgement
    /// that comes late must find the connection that it belongs to, gone.
    private volatile @Nullable MqttAsyncClient current;

    private volatile boolean closed;

    MqttIntake(MqttSettings settings, String password, KafkaForwarder forwarder, IntakeMeters meters, Clock clock) {
        this.settings = settings;
        this.forwarder = forwarder;
        this.meters = meters;
        this.clock = clock;
        this.pulse = Pulse.of(settings.clientId());
        this.receipts = new Receipts(meters);
        this.options = options(settings, password);
    }

    private static MqttConnectionOptions options(MqttSettings settings, String password) {
        var options = new MqttConnectionOptions();
        options.setUserName(settings.user());
        options.setPassword(password.getBytes(UTF_8));
        options.setCleanStart(false);
        options.setSessionExpiryInterval(FOR_GOOD);
        options.setReceiveMaximum(settings.receiveMaximum());
        options.setKeepAliveInterval(20);
        options.setConnectionTimeout((int) CONNECT_WITHIN.toSeconds());
        return options;
    }

    /// Connects and subscribes; returns once the subscription stands.
    MqttIntake start() throws MqttException {
        connect();
        var _ = reconnects.scheduleAtFixedRate(
                this::beat,
                settings.pulseEvery().toMillis(),
                settings.pulseEvery().toMillis(),
                TimeUnit.MILLISECONDS);
        return this;
    }

    private void beat() {
        var client = current;
        if (client == null || !client.isConnected()) {
            return;
        }
        try {
            client.publish(pulse.topic(), pulse.message(clock.instant()));
        } catch (MqttException failure) {
            LOG.atDebug().addKeyValue("code", failure.getReasonCode()).log("no pulse");
        }
    }

    private void connect() throws MqttException {
        var client = new MqttAsyncClient(settings.url(), settings.clientId(), new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(new Callback(client));
        current = client;
        client.connect(options).waitForCompletion(CONNECT_WITHIN.toMillis());
        // Again each time: harmless where the session still has it, and heals a broker that lost it.
        var subscribed = client.subscribe(EVERYTHING_OF_DEVICES, 1);
        subscribed.waitForCompletion(CONNECT_WITHIN.toMillis());
        if (subscribed.getReasonCodes()[0] >= REFUSED) {
            throw new MqttException(subscribed.getReasonCodes()[0]);
        }
        LOG.atInfo().addKeyValue("broker", settings.url()).log("connected to the broker");
    }

    public Optional<String> problem() {
        var client = current;
        return client != null && client.isConnected()
                ? Optional.empty()
                : Optional.of("not connected to the MQTT broker");
    }

    /// Ends that connection, so that all it left unacknowledged comes again on the next one.
    private void renew(MqttAsyncClient client) {
        if (!closed && client.equals(current)) {
            current = null;
            reconnects.execute(() -> discard(client));
            reconnectSoon();
        }
    }

    private void reconnectSoon() {
        if (!closed) {
            var _ = reconnects.schedule(this::reconnect, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void reconnect() {
        if (closed || problem().isEmpty()) {
            return;
        }
        try {
            connect();
        } catch (MqttException failure) {
            LOG.atWarn().addKeyValue("code", failure.getReasonCode()).log("no connection to the broker, trying again");
            discardCurrent();
            reconnectSoon();
        }
    }

    private void discardCurrent() {
        var client = current;
        current = null;
        if (client != null) {
            discard(client);
        }
    }

    private static void discard(MqttAsyncClient client) {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, RETRY.toMillis(), false);
            }
            client.close(true);
        } catch (MqttException failure) {
            LOG.atDebug().addKeyValue("code", failure.getReasonCode()).log("a connection did not close properly");
        }
    }

    private void take(MqttAsyncClient client, String topic, MqttMessage mqtt) {
        var started = System.nanoTime();
        var message = new Message(topic, ByteBuffer.wrap(mqtt.getPayload()), clock.instant());
        if (!closed) {
            forwarding.execute(() -> forward(client, mqtt, message, started));
        }
    }

    private void forward(MqttAsyncClient client, MqttMessage mqtt, Message message, long started) {
        if (!client.equals(current)) {
            // Its connection has ended: the message comes again on the next one.
            return;
        }
        try {
            give(client, mqtt, message, started);
        } catch (RuntimeException failure) {
            if (!closed) {
                LOG.atError().setCause(failure).log("a message could not be forwarded; it will come again");
                renew(client);
            }
        }
    }

    private void give(MqttAsyncClient client, MqttMessage mqtt, Message message, long started) {
        if (message.topic().equals(pulse.topic())) {
            giveBeat(client, mqtt);
            return;
        }
        var outcomes = decoder.decode(message);
        forwarder.forward(KafkaForwarder.key(message.device()), outcomes, failure -> {
            if (failure.isPresent()) {
                LOG.atError().setCause(failure.get()).log("Kafka refused a record; its message will come again");
                renew(client);
                return;
            }
            confirmed(client, mqtt, message, outcomes);
            meters.taken(outcomes, System.nanoTime() - started);
        });
    }

    private void giveBeat(MqttAsyncClient client, MqttMessage mqtt) {
        pulse.read(mqtt.getPayload())
                .ifPresentOrElse(
                        beat -> forwarder.forward(beat, _ -> acknowledge(client, mqtt)),
                        () -> acknowledge(client, mqtt));
    }

    private void confirmed(MqttAsyncClient client, MqttMessage mqtt, Message message, List<Decoded> outcomes) {
        if (acknowledge(client, mqtt)) {
            receipts.send(client, mqtt, message, outcomes);
        }
    }

    private static boolean acknowledge(MqttAsyncClient client, MqttMessage mqtt) {
        try {
            client.messageArrivedComplete(mqtt.getId(), mqtt.getQos());
            return true;
        } catch (MqttException | NullPointerException failure) {
            // Not connected any more, or closed, which Paho does not check: what is not acknowledged comes again.
            LOG.atDebug().setCause(failure).log("not acknowledged");
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        reconnects.shutdownNow();
        forwarding.shutdownNow();
        receipts.close();
        discardCurrent();
    }

    private final class Callback implements MqttCallback {

        private final MqttAsyncClient client;

        Callback(MqttAsyncClient client) {
            this.client = client;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            take(client, topic, message);
        }

        @Override
        public void connectComplete(boolean reconnect, String uri) {
            LOG.atDebug().log("connection established");
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            LOG.atWarn().addKeyValue("code", response.getReturnCode()).log("the connection to the broker ended");
            renew(client);
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {
            LOG.atWarn().setCause(failure).log("MQTT error");
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
}
