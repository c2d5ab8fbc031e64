package health.vigil.local.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.common.MqttException;
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

    /// What each of its connections is like.
    ///
    /// @param requests empty where it does not listen to any
    record Setup(
            String url,
            UUID id,
            Credentials credentials,
            Until until,
            Listener listener,
            Optional<Requests> requests) {}

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
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Setup setup;
    private final Outgoing outgoing = new Outgoing();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    public Device(String url, UUID id, String secret, Until until) {
        this(url, id, secret, until, NOBODY);
    }

    public Device(String url, UUID id, String secret, Until until, Listener listener) {
        this(new Setup(
                url, id, new Credentials(Optional.of(secret), Optional.empty()), until, listener, Optional.empty()));
    }

    /// A device with those credentials.
    public Device(String url, UUID id, Credentials credentials, Until until) {
        this(new Setup(url, id, credentials, until, NOBODY, Optional.empty()));
    }

    /// A device that confirms by receipts and listens to what it is asked for.
    ///
    /// @param asked told once for each request, on the client's own thread; then Vigil hears that the device has it
    public Device(String url, UUID id, Credentials credentials, Consumer<Request> asked) {
        this(new Setup(url, id, credentials, Until.RECEIPT, NOBODY, Optional.of(new Requests(id, asked))));
    }

    private Device(Setup setup) {
        this.setup = setup;
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
        return outgoing.add(message);
    }

    public int published() {
        return outgoing.count();
    }

    /// The numbers of the messages that the broker has acknowledged.
    public Set<Integer> acknowledged() {
        return outgoing.acknowledged();
    }

    /// The numbers of the messages that the broker has refused to take.
    public Set<Integer> refused() {
        return outgoing.refused();
    }

    /// The receipts by message number.
    public NavigableMap<Integer, List<JsonNode>> receipts() {
        return outgoing.receipts();
    }

    /// How many messages are not confirmed yet.
    public int unconfirmed() {
        return outgoing.unconfirmed();
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    new DeviceConnection(setup, outgoing, closing).drive();
                } catch (MqttException failure) {
                    LOG.atDebug().addKeyValue("code", failure.getReasonCode()).log("no connection, trying again");
                }
                closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(DeviceConnection.CONNECT_WITHIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
