package health.vigil.gateway.decoding;

import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.ReadingContext;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.RejectedMessage;

/// What became of a message, or of one element of it. Every message has at least one.
public sealed interface Decoded {

    record Accepted(ReceivedReading reading) implements Decoded {}

    /// What a device says of one of its readings in a message of its own.
    record Context(ReadingContext context) implements Decoded {}

    record Rejected(RejectedMessage message) implements Decoded {}

    record Status(DeviceStatus status) implements Decoded {}
}
