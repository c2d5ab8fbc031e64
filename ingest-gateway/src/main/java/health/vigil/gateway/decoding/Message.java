package health.vigil.gateway.decoding;

import health.vigil.clinical.vitals.SaidTime;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A message as it came from the broker.
///
/// @param topic the MQTT topic; the broker lets a device publish on its own only, so it tells who it was
/// @param correction of its readings, by somebody who looked at it
/// @param deviceNow what the device thinks the time is, where the message says so beside its payload
public record Message(
        String topic, ByteBuffer payload, Instant receivedAt, Correction correction, Optional<SaidTime> deviceNow) {

    private static final String ROOT = "vigil";

    /// As it came.
    public Message(String topic, ByteBuffer payload, Instant receivedAt) {
        this(topic, payload, receivedAt, Correction.NONE, Optional.empty());
    }

    /// Once more, as somebody who looked at it knows better.
    public Message(String topic, ByteBuffer payload, Instant receivedAt, Correction correction) {
        this(topic, payload, receivedAt, correction, Optional.empty());
    }

    /// As it came, with what the device thinks the time is, in ISO 8601; any other text says nothing.
    public Message sayingNow(String text) {
        return new Message(topic, payload, receivedAt, correction, Moments.parse(text));
    }

    /// The same on the topic of another device, as readings where its own topic says of nothing else.
    public Message from(UUID other) {
        var channel = channel().isEmpty() ? "readings" : channel();
        return new Message(ROOT + "/" + other + "/" + channel, payload, receivedAt, correction, deviceNow);
    }

    /// The device, by the topic `vigil/{deviceId}/…`.
    public Optional<UUID> device() {
        var levels = topic.split("/", 3);
        if (levels.length < 3 || !levels[0].equals(ROOT)) {
            return Optional.empty();
        }
        try {
            // UUID.fromString reads 1-1-1-1-1 too, which would be another device than the broker let in.
            return Optional.of(UUID.fromString(levels[1]))
                    .filter(id -> id.toString().equals(levels[1]));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// What comes behind the device, e.g. `readings`.
    String channel() {
        var levels = topic.split("/", 3);
        return levels.length < 3 ? "" : levels[2];
    }

    byte[] bytes() {
        var bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }
}
