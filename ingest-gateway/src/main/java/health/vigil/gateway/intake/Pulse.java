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

/// A message that the gateway sends to itself through the broker: it comes back behind all that waited there before
/// it, and so tells how far the intake has come. Without it nobody could tell a silent patient from a slow Vigil.
record Pulse(UUID gateway) {

    private static final long FORGET_AFTER_SECONDS = 60;

    static Pulse of(String clientId) {
        return new Pulse(NameBased.uuid("gateway", clientId));
    }

    /// Within the one subscription, since brokers keep order within a subscription only.
    String topic() {
        return "vigil/" + gateway + "/pulse";
    }

    MqttMessage message(Instant now) {
        var message = new MqttMessage(now.toString().getBytes(US_ASCII));
        message.setQos(1);
        var properties = new MqttProperties();
        properties.setMessageExpiryInterval(FORGET_AFTER_SECONDS);
        message.setProperties(properties);
        return message;
    }

    /// What it says when it comes back; empty when somebody else wrote it.
    Optional<IntakePulse> read(byte[] payload) {
        try {
            return Optional.of(new IntakePulse(gateway, Instant.parse(new String(payload, US_ASCII))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
