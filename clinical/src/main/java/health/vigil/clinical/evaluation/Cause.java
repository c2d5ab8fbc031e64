package health.vigil.clinical.evaluation;

import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import java.time.Instant;
import java.util.UUID;

/// A reading that an episode rests on; for silence, the last one before it.
///
/// @param text its values with units, as a person would say them
public record Cause(UUID readingId, Instant measuredAt, Instant receivedAt, String text) {

    static Cause of(Reading reading) {
        return new Cause(reading.id(), reading.measuredAt(), reading.receivedAt(), reading.text());
    }

    public Position position() {
        return new Position(measuredAt, readingId);
    }
}
