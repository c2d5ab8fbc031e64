package health.vigil.local.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.kit.mqtt.MqttClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes messages over MQTT 5 at QoS 1, each until it is confirmed, however often the connection breaks.
///
/// Confirmed is, as asked for, the broker's acknowledgement or Vigil's receipt, which says that Kafka has the reading
/// and covers the whole way. Sending twice does no harm: Vigil knows a reading again.
public final class Device implements AutoCloseable {

    /// With what it signs in.
    ///
    /// @param secret empty where its certificate says enough
    /// @param tls whom it believes that it is Vigil, and its own certificate; empty for those that Java knows, and
    ///     none
    public record Credentials(Optional<String> secret, Optional<SSLContext> tls) {}

    /// What confirms a message.
    public enum Until {
        ACKNOWLEDGED,
        RECEIPT
    }

    /// Told at once, on the client's own thread, what became of a message.
    public interface Listener {

        /// The broker has acknowledged the message of that number.
        void acknowledged(int number);

        /// Vigil's receipt for the message of that number has come.
        void receipted(int number);
    }

    /// What Vigil asks of the device.
    ///
    /// @param measure the type of a reading, e.g. `blood-pressure`
    public record Request(UUID request, String measure, Instant expiresAt) {}

    private static final Listener NOBODY = new Listener() {
        @Override
        public void acknowledged(int number) {
            LOG.trace("acknowledged");
        }

        @Override
        public void receipted(int number) {
            LOG.trace("receipted");
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(Device.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REQUESTS = "vigil-requests/";
    private static final int WINDOW = 200;
    private static final int REFUSED = 0x80;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final String url;
    private final UUID id;
    private final Credentials credentials;
    private final Until until;
    private final Listener listener;
    private final Optional<Consumer<Request>> asked;
    private volatile Optional<UUID> lastGot = Optional.empty();
    private final AtomicInteger published = new AtomicInteger();
    private final NavigableMap<Integer, Message> open = new ConcurrentSkipListMap<>();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();
    private final NavigableMap<Integer, List<JsonNode>> receipts = new ConcurrentSkipListMap<>();
    private final BlockingQueue<Integer> fresh = new LinkedBlockingQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    public Device(String url, UUID id, String secret, Until until) {
        this(url, id, secret, until, NOBODY);
    }

    public Device(String url, UUID id, String secret, Until until, Listener listener) {
        this(url, id, new Credentials(Optional.of(secret), Optional.empty()), until, listener, Optional.empty());
    }

    /// A device with those credentials.
    public Device(String url, UUID id, Credentials credentials, Until until) {
        this(url, id, credentials, until, NOBODY, Optional.empty());
    }

    /// A device that confirms by receipts and listens to what it is asked for.
    ///
    /// @param asked told on the client's own thread, again at each connection for as long as it is asked for; once
    ///     that has returned, Vigil hears that the device has got the request
    public Device(String url, UUID id, Credentials credentials, Consumer<Request> asked) {
        this(url, id, credentials, Until.RECEIPT, NOBODY, Optional.of(asked));
    }

    private Device(
            String url,
            UUID id,
            Credentials credentials,
            Until until,
            Listener listener,
            Optional<Consumer<Request>> asked) {
        this.url = url;
        this.id = id;
        this.credentials = credentials;
        this.until = until;
        this.listener = listener;
        this.asked = asked;
        this.thread = Thread.ofPlatform().daemon().name("device").start(this::run);
    }

    /// Takes readings in JSON to publish and returns at once.
    ///
    /// @return its number, from 0
    public int publish(String payload) {
        return publish(new Message("readings", payload.getBytes(UTF_8)));
    }

    /// The same of a message in any format.
    public int publish(Message message) {
        var number = published.getAndIncrement();
        open.put(number, message);
        fresh.add(number);
        return number;
    }

    public int published() {
        return published.get();
    }

    /// The numbers of the messages that the broker has acknowledged.
    public Set<Integer> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /// The numbers of the messages that the broker has refused to take.
    public Set<Integer> refused() {
        return Set.copyOf(refused);
    }

    /// The receipts by message number.
    public NavigableMap<Integer, List<JsonNode>> receipts() {
        return receipts;
    }

    /// How many messages are not confirmed yet.
    public int unconfirmed() {
        return open.size();
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    new Session().drive();
                } catch (MqttException failure) {
                    LOG.atDebug().addKeyValue("code", failure.getReasonCode()).log("no connection, trying again");
                }
                closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void confirm(int number) {
        open.remove(number);
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(CONNECT_WITHIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// One connection, from connecting to its end.
    private final class Session implements MqttCallback {

        private final MqttAsyncClient client;
        private final Semaphore window = new Semaphore(WINDOW);
        private volatile boolean lost;
        private volatile long progress = System.nanoTime();

        Session() throws MqttException {
            client = new MqttClient(url, id.toString());
            client.setCallback(this);
        }

        void drive() throws MqttException, InterruptedException {
            try {
                connect();
                fresh.clear();
                fresh.addAll(open.keySet());
                while (closing.getCount() > 0 && !lost && !isStuck()) {
                    var number = fresh.poll(100, TimeUnit.MILLISECONDS);
                    if (number != null) {
                        send(number);
                    }
                }
            } finally {
                end();
            }
        }

        private void connect() throws MqttException {
            var options = new MqttConnectionOptions();
            options.setUserName(id.toString());
            credentials.secret().ifPresent(secret -> options.setPassword(secret.getBytes(UTF_8)));
            credentials.tls().ifPresent(tls -> options.setSocketFactory(tls.getSocketFactory()));
            options.setCleanStart(true);
            options.setKeepAliveInterval(20);
            if (asked.isPresent()) {
                options.setWill(statusTopic(), new MqttMessage(status("offline"), 1, true, null));
            }
            client.connect(options).waitForCompletion(CONNECT_WITHIN.toMillis());
            if (until == Until.RECEIPT) {
                client.subscribe(receiptTopic(), 1).waitForCompletion(CONNECT_WITHIN.toMillis());
            }
            if (asked.isPresent()) {
                client.publish(statusTopic(), status("online"), 1, true).waitForCompletion(CONNECT_WITHIN.toMillis());
                client.subscribe(REQUESTS + id, 1).waitForCompletion(CONNECT_WITHIN.toMillis());
            }
        }

        private String receiptTopic() {
            return "vigil-receipts/" + id;
        }

        private void send(int number) throws MqttException, InterruptedException {
            var waiting = open.get(number);
            while (waiting != null && !lost && !isStuck() && closing.getCount() > 0) {
                if (window.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    client.publish(
                            "vigil/" + id + "/" + waiting.channel(),
                            message(number, waiting.bytes()),
                            null,
                            new Outcome(number));
                    return;
                }
            }
        }

        private MqttMessage message(int number, byte[] payload) {
            var properties = new MqttProperties();
            if (until == Until.RECEIPT) {
                properties.setResponseTopic(receiptTopic());
                properties.setCorrelationData(
                        ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
            }
            return new MqttMessage(payload, 1, false, properties);
        }

        /// Nothing was confirmed for a while although something is open: a receipt may be lost, so send again.
        private boolean isStuck() {
            return !open.isEmpty() && System.nanoTime() - progress > PATIENCE.toNanos();
        }

        private void confirmed(int number) {
            progress = System.nanoTime();
            confirm(number);
            window.release();
        }

        private void end() throws MqttException {
            if (client.isConnected() && asked.isPresent() && !lost) {
                client.publish(statusTopic(), status("offline"), 1, true).waitForCompletion(CONNECT_WITHIN.toMillis());
            }
            if (client.isConnected()) {
                client.disconnectForcibly(0, PAUSE.toMillis(), !lost);
            }
            client.close(true);
        }

        private final class Outcome implements MqttActionListener {

            private final int number;

            Outcome(int number) {
                this.number = number;
            }

            @Override
            public void onSuccess(IMqttToken token) {
                var codes = token.getReasonCodes();
                if (codes != null && codes.length > 0 && codes[0] >= REFUSED) {
                    refused.add(number);
                    confirmed(number);
                    return;
                }
                acknowledged.add(number);
                listener.acknowledged(number);
                if (until == Until.ACKNOWLEDGED) {
                    confirmed(number);
                }
            }

            @Override
            public void onFailure(IMqttToken token, Throwable failure) {
                lost = true;
            }
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) throws IOException, MqttException {
            if (topic.startsWith(REQUESTS)) {
                take(message.getPayload());
            } else {
                takeReceipt(message);
            }
        }

        /// Empty where it was taken back.
        private void take(byte[] payload) throws IOException, MqttException {
            if (payload.length == 0) {
                return;
            }
            var body = JSON.readTree(payload);
            var request = new Request(
                    UUID.fromString(body.path("request").asText()),
                    body.path("measure").asText(),
                    Instant.parse(body.path("expiresAt").asText()));
            asked.orElseThrow().accept(request);
            lastGot = Optional.of(request.request());
            // Not waited for here, on the client's own thread. The next connection brings the request again.
            var _ = client.publish(statusTopic(), status("online"), 1, true);
        }

        private String statusTopic() {
            return "vigil/" + id + "/status";
        }

        /// With the last request that it got, every time: only the last status is kept.
        private byte[] status(String word) {
            var status = JSON.createObjectNode().put("status", word);
            lastGot.ifPresent(request -> status.put("acknowledged", request.toString()));
            return status.toString().getBytes(UTF_8);
        }

        private void takeReceipt(MqttMessage receipt) throws IOException {
            var number = ByteBuffer.wrap(receipt.getProperties().getCorrelationData())
                    .getInt();
            var outcomes = new ArrayList<JsonNode>();
            JSON.readTree(receipt.getPayload()).forEach(outcomes::add);
            listener.receipted(number);
            if (receipts.put(number, List.copyOf(outcomes)) == null) {
                confirmed(number);
            }
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            lost = true;
        }

        @Override
        public void mqttErrorOccurred(MqttException failure) {
            LOG.atDebug().addKeyValue("code", failure.getReasonCode()).log("MQTT error");
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Outcome hears of it.
        }

        @Override
        public void connectComplete(boolean reconnect, String uri) {
            progress = System.nanoTime();
        }

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {
            // Enhanced authentication is not used.
        }
    }
}
