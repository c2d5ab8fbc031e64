package health.vigil.care.recovery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something rejected or held, without what it says.
///
/// @param deviceId absent where the topic names no device
/// @param measuredAt of a held reading
public record Item(
        UUID itemId,
        @Nullable UUID deviceId,
        String topic,
        String reason,
        String sentence,
        Instant receivedAt,
        @Nullable Instant measuredAt,
        ItemState state) {}
