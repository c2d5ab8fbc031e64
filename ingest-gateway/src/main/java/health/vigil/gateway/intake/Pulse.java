package health.vigil.gateway.intake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import health.vigil.clinical.vitals.NameBased;
import health.vigil.schemas.IntakePulse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// A message that the gateways send to themselves through the broker: it comes back behind all that waited there
/// before it, and so tells how far the intake has come. Without it nobody could tell a silent patient from a slow
/// Vigil.
///
/// Every session sends them, and whichever session one comes to has come that far: the broker shares pulses out as it
/// does readings. A session whose backlog nobody reads gets none, and so holds back the slowest.
///
/// @param topic within the shared subscription, since brokers keep order within a subscription only
record Pulse(String topic) {

    private static final long FORGET_AFTER_SECONDS = 60;

    static Pulse of(String clientId) {
        return new Pulse("vigil/" + NameBased.uuid("gateway", clientId) + "/pulse");
    }

    /// How a session is called in the topic of pulses.
    static UUID id(String sessionClientId) {
        return NameBased.uuid("gateway", sessionClientId);
    }

    MqttMessage message(Instant now) {
        var message = new MqttMessage(now.toString().getBytes(US_ASCII));
        message.setQos(1);
        var properties = new MqttProperties();
        properties.setMessageExpiryInterval(FORGET_AFTER_SECONDS);
        message.setProperties(properties);
        return message;
    }

    /// What it says of the session that it came to; empty when somebody else wrote it.
    static Optional<IntakePulse> read(UUID session, byte[] payload) {
        try {
            return Optional.of(new IntakePulse(session, Instant.parse(new String(payload, US_ASCII))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
