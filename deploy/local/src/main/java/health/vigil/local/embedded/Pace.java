package health.vigil.local.embedded;

import java.time.Duration;

/// How fast one connection may publish: a burst, and from then on so much a second. What is over is slowed and not
/// refused, since a device that was offline for weeks has much to tell.
///
/// The generic cell rate algorithm: what is taken moves a moment onwards, and who is too far ahead of the clock waits.
final class Pace {

    private static final int MESSAGES_A_SECOND = 2000;
    private static final int BURST_OF_MESSAGES = 10_000;
    private static final int BYTES_A_SECOND = 2 << 20;
    private static final int BURST_OF_BYTES = 16 << 20;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long messagesUntil;
    private long bytesUntil;

    /// @param now by the system's nano time
    Pace(long now) {
        this.messagesUntil = now;
        this.bytesUntil = now;
    }

    /// Takes a message.
    ///
    /// @param now by the system's nano time
    /// @return how long to read nothing more from the connection; zero where it keeps the pace
    Duration take(int bytes, long now) {
        messagesUntil = later(messagesUntil, now) + SECOND / MESSAGES_A_SECOND;
        bytesUntil = later(bytesUntil, now) + SECOND * bytes / BYTES_A_SECOND;
        var wait = Math.max(
                messagesUntil - now - SECOND * BURST_OF_MESSAGES / MESSAGES_A_SECOND,
                bytesUntil - now - SECOND * BURST_OF_BYTES / BYTES_A_SECOND);
        return Duration.ofNanos(Math.max(0, wait));
    }

    /// Nano time may overflow.
    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
