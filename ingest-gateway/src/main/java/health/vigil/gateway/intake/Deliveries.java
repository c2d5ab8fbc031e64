package health.vigil.gateway.intake;

import health.vigil.gateway.decoding.Decoded;
import health.vigil.gateway.decoding.Decoder;
import health.vigil.gateway.decoding.Message;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What becomes of a message: it goes to Kafka, and is acknowledged to the broker once Kafka has confirmed every record
/// made of it. When a record could not be written at all, the connection is ended, so that its message comes again.
final class Deliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Decoder decoder = new Decoder();
    private final KafkaForwarder forwarder;
    private final Receipts receipts;
    private final IntakeMeters meters;
    private final Pulse pulse;
    private final Clock clock;

    Deliveries(KafkaForwarder forwarder, IntakeMeters meters, Pulse pulse, Clock clock) {
        this.forwarder = forwarder;
        this.meters = meters;
        this.receipts = new Receipts(meters);
        this.pulse = pulse;
        this.clock = clock;
    }

    /// A message that has just come, with the time of its receipt.
    Message received(String topic, MqttMessage mqtt) {
        var message = new Message(topic, ByteBuffer.wrap(mqtt.getPayload()), clock.instant());
        return deviceNow(mqtt).map(message::sayingNow).orElse(message);
    }

    /// The user property `now`: most formats have no place for it.
    private static Optional<String> deviceNow(MqttMessage mqtt) {
        return Stream.ofNullable(mqtt.getProperties())
                .flatMap(properties -> properties.getUserProperties().stream())
                .filter(property -> property.getKey().equals("now"))
                .map(UserProperty::getValue)
                .findFirst();
    }

    /// Gives it to Kafka, and blocks while Kafka takes nothing.
    ///
    /// @param started by the system's nano time
    void forward(Connection connection, MqttMessage mqtt, Message message, long started) {
        try {
            if (message.topic().equals(pulse.topic())) {
                forwardPulse(connection, mqtt);
            } else {
                forwardReadings(connection, mqtt, message, started);
            }
        } catch (RuntimeException failure) {
            connection.fail("a message could not be forwarded; it will come again", failure);
        }
    }

    private void forwardReadings(Connection connection, MqttMessage mqtt, Message message, long started) {
        var outcomes = decoder.decode(message);
        forwarder.forward(KafkaForwarder.key(message.device()), outcomes, failure -> {
            if (failure.isPresent()) {
                connection.fail("Kafka refused a record; its message will come again", failure.get());
                return;
            }
            confirmed(connection, mqtt, message, outcomes);
            meters.taken(outcomes, System.nanoTime() - started);
        });
    }

    private void confirmed(Connection connection, MqttMessage mqtt, Message message, List<Decoded> outcomes) {
        if (connection.acknowledge(mqtt)) {
            receipts.send(connection.client(), mqtt, message, outcomes);
        }
    }

    private void forwardPulse(Connection connection, MqttMessage mqtt) {
        Pulse.read(connection.session(), mqtt.getPayload())
                .ifPresentOrElse(
                        beat -> forwarder.forward(beat, _ -> {
                            connection.caughtUpTo(beat.getCaughtUpTo());
                            connection.acknowledge(mqtt);
                        }),
                        () -> connection.acknowledge(mqtt));
    }

    /// Sends a pulse by that connection.
    ///
    /// @return what it says
    Instant beat(Connection connection) {
        var now = clock.instant();
        connection.publish(pulse.topic(), pulse.message(now));
        return now;
    }

    String pulseTopic() {
        return pulse.topic();
    }

    /// Waits for no pulses of that session any more.
    void forget(String sessionClientId) {
        forwarder.forget(Pulse.id(sessionClientId));
        LOG.atInfo().addKeyValue("session", sessionClientId).log("the session has ended");
    }

    @Override
    public void close() {
        receipts.close();
    }
}
