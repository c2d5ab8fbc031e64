package health.vigil.care.requests;

import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a device was asked for.
///
/// @param measure what to measure
/// @param expiresAt from then on it is asked for no more
/// @param acknowledgedAt when it said that it has got the request; null where it has not
public record Asked(
        UUID requestId,
        UUID deviceId,
        ReadingKind measure,
        String askedBy,
        Instant askedAt,
        Instant expiresAt,
        @Nullable Instant acknowledgedAt) {

    /// How far a request has come.
    public enum State {
        WAITING,
        ACKNOWLEDGED,
        /// Nobody answered in time, or it was taken back.
        ENDED
    }

    public State state(Instant now) {
        if (acknowledgedAt != null) {
            return State.ACKNOWLEDGED;
        }
        return expiresAt.isAfter(now) ? State.WAITING : State.ENDED;
    }
}
