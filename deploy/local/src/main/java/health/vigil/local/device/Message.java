package health.vigil.local.device;

import java.nio.ByteBuffer;

/// A message of a device, before it is published.
///
/// @param channel what follows the device in the topic, e.g. `readings`
public record Message(String channel, ByteBuffer payload) {

    public Message(String channel, byte[] payload) {
        this(channel, ByteBuffer.wrap(payload.clone()).asReadOnlyBuffer());
    }

    /// A copy of what is to be published.
    public byte[] bytes() {
        var bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }
}
