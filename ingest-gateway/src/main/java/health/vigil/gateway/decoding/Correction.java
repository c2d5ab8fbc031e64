package health.vigil.gateway.decoding;

import java.time.Duration;
import java.util.Optional;

/// What somebody knows better than the message itself.
///
/// @param unit that its numbers really are in; empty for the one it names
/// @param shift to be added to the measured time
public record Correction(Optional<String> unit, Duration shift) {

    public static final Correction NONE = new Correction(Optional.empty(), Duration.ZERO);
}
