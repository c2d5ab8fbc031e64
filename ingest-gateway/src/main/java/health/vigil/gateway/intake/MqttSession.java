package health.vigil.gateway.intake;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One of the sessions that the gateways share, while this gateway has it: kept connected, however often the
/// connection breaks.
///
/// The delivery contract: a message is acknowledged to the broker only after Kafka has confirmed every record made of
/// it. Messages that are not acknowledged when the connection ends, for whatever reason, are sent again on the next
/// one. When Kafka is slow or gone the broker stops sending after `receiveMaximum` messages, and keeps the rest on
/// disk.
///
/// A broker gives a session to whoever connected last under its name. Who lost a connection may have lost the session
/// to another gateway, and connects again only once the group has confirmed since that the session is still its own.
final class MqttSession {

    private static final Logger LOG = LoggerFactory.getLogger(MqttSession.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);
    private static final int BEATS_IN_VAIN = 5;
    private static final Duration SETTLE_WITHIN = Duration.ofMillis(2500);

    private final String clientId;
    private final Broker broker;
    private final Membership membership;
    private final Duration pulseEvery;

    /// All changes of the connection are made here, one after the other.
    private final ScheduledExecutorService connecting = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mqtt-connect").factory());

    /// Since the last attempt to connect.
    private int beats;

    /// The broker has the session, as far as is known without its subscription: it has not confirmed that one.
    private boolean unsubscribed;

    /// Connected and subscribed.
    private volatile @Nullable Connection current;
    private volatile boolean closed;

    MqttSession(String clientId, Broker broker, Membership membership, Duration pulseEvery) {
        this.clientId = clientId;
        this.broker = broker;
        this.membership = membership;
        this.pulseEvery = pulseEvery;
    }

    /// Begins to connect.
    MqttSession start() {
        connecting.execute(this::connect);
        beatLater();
        return this;
    }

    /// At random moments: pulses in step with something else could all come to the same session.
    private void beatLater() {
        var millis = pulseEvery.toMillis();
        var _ = connecting.schedule(
                this::beat, ThreadLocalRandom.current().nextLong(millis / 2, millis + 1), TimeUnit.MILLISECONDS);
    }

    private void beat() {
        var connection = current;
        if (connection != null && connection.isConnected()) {
            var _ = broker.deliveries().beat(connection);
            beats++;
            if (beats % BEATS_IN_VAIN == 0 && !connection.hasTaken()) {
                subscribeAgain(connection);
            }
        }
        beatLater();
    }

    /// Not even a pulse has come: the broker may have the session without its subscription.
    private void subscribeAgain(Connection connection) {
        try {
            connection.subscribe(broker.sharedFilter());
        } catch (MqttException failure) {
            end(connection, failure);
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        beats = 0;
        @Nullable Connection connection = null;
        try {
            connection = broker.connect(clientId, this::hasEnded);
            if (unsubscribed || !connection.hasResumed()) {
                subscribe(connection);
            }
            current = connection;
            LOG.atInfo().addKeyValue("session", clientId).log("connected to the broker");
        } catch (MqttException failure) {
            end(connection, failure);
        }
    }

    /// Not one that was subscribed before. A second time is allowed, but Artemis then never forgets what was on its
    /// way to the client, and sends nothing more once that is as much as the client wants at a time.
    private void subscribe(Connection connection) throws MqttException {
        unsubscribed = true;
        // One session after the other: Artemis refuses, and ends the connection, while it makes the shared
        // subscription for another. Those of other gateways come again.
        synchronized (broker) {
            connection.subscribe(broker.sharedFilter());
        }
        unsubscribed = false;
    }

    private void end(@Nullable Connection connection, MqttException failure) {
        LOG.atWarn()
                .addKeyValue("session", clientId)
                .addKeyValue("code", failure.getReasonCode())
                .log("no connection to the broker, trying again");
        end(connection);
    }

    private void hasEnded(Connection connection) {
        try {
            connecting.execute(() -> {
                if (connection.equals(current)) {
                    end(connection);
                }
            });
        } catch (RejectedExecutionException _) {
            LOG.atDebug().addKeyValue("session", clientId).log("given up before its connection ended");
        }
    }

    private void end(@Nullable Connection connection) {
        current = null;
        if (connection != null) {
            connection.discard();
        }
        var answers = membership.answers();
        var _ = connecting.schedule(() -> connectIfStillMine(answers), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void connectIfStillMine(long answers) {
        if (membership.isConfirmedSince(answers)) {
            connect();
        } else {
            var _ = connecting.schedule(() -> connectIfStillMine(answers), ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    boolean isConnected() {
        return problem().isEmpty();
    }

    /// Connected, and a member of the shared subscription for certain: the broker has just said so, or something came.
    boolean isSubscribed() {
        var connection = current;
        return connection != null && connection.isConnected() && connection.isSubscribed();
    }

    Optional<String> problem() {
        var connection = current;
        return connection != null && connection.isConnected()
                ? Optional.empty()
                : Optional.of("not connected to the MQTT broker");
    }

    /// Gives the session up in good order: what was taken is in Kafka and acknowledged, or comes again to the next.
    void release() throws InterruptedException {
        closed = true;
        connecting.shutdownNow();
        var connection = current;
        if (connection == null) {
            return;
        }
        if (connection.settle(SETTLE_WITHIN)) {
            connection.disconnect(false);
        } else {
            connection.discard();
        }
    }

    /// Gives it up at once: another gateway has it already.
    void drop() {
        closed = true;
        connecting.shutdownNow();
        var connection = current;
        if (connection != null) {
            connection.discard();
        }
    }
}
