package health.vigil.gateway.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the sessions above the number that is set, which there were before it was lowered: the gateway that has session
/// 0 connects each once more, leaves the shared subscription, takes what still waits there, and ends the session.
///
/// Only while session 0 is subscribed for certain: with its last subscriber a broker forgets a shared subscription and
/// all in it.
final class RetiredSessions {

    private static final Logger LOG = LoggerFactory.getLogger(RetiredSessions.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final MqttSettings mqtt;
    private final Broker broker;
    private @Nullable CountDownLatch stopped;

    RetiredSessions(MqttSettings mqtt, Broker broker) {
        this.mqtt = mqtt;
        this.broker = broker;
    }

    /// Ends them in the background, when this gateway has session 0 and has not done so since it got it.
    ///
    /// @param first session 0, if this gateway has it
    /// @param ever how many sessions there have been
    void tend(@Nullable MqttSession first, int ever) {
        if (stopped != null || first == null || !first.isSubscribed()) {
            return;
        }
        var latch = new CountDownLatch(1);
        stopped = latch;
        Thread.ofVirtual().name("mqtt-retired").start(() -> endAll(first, ever, latch));
    }

    private void endAll(MqttSession first, int ever, CountDownLatch stop) {
        try {
            for (var number = mqtt.sessions(); number < ever; number++) {
                while (!first.isSubscribed() || !hasEnded(mqtt.clientId(number), stop)) {
                    if (stop.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasEnded(String clientId, CountDownLatch stop) throws InterruptedException {
        @Nullable Connection connection = null;
        try {
            // When it breaks, no pulse comes any more.
            connection = broker.connect(clientId, _ -> LOG.debug("a retired session's connection ended"));
            if (connection.hasResumed()) {
                connection.unsubscribe(broker.sharedFilter());
                // A session keeps the order of what it has been given: its backlog, then the pulses from now on.
                connection.subscribe(broker.deliveries().pulseTopic());
                if (!isDrained(connection, stop)) {
                    connection.discard();
                    return false;
                }
                broker.deliveries().forget(clientId);
            }
            connection.disconnect(true);
            return true;
        } catch (MqttException failure) {
            LOG.atWarn()
                    .addKeyValue("session", clientId)
                    .addKeyValue("code", failure.getReasonCode())
                    .log("a retired session did not end, trying again");
        }
        if (connection != null) {
            connection.discard();
        }
        return false;
    }

    private boolean isDrained(Connection connection, CountDownLatch stop) throws InterruptedException {
        var since = broker.deliveries().beat(connection);
        while (connection.caughtUpTo().isBefore(since) || !connection.isSettled()) {
            if (stop.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS) || !connection.isConnected()) {
                return false;
            }
            var _ = broker.deliveries().beat(connection);
        }
        return true;
    }

    /// Session 0 is another gateway's now, and so are these.
    void stop() {
        if (stopped != null) {
            stopped.countDown();
            stopped = null;
        }
    }
}
