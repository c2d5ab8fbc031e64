package health.vigil.gateway.decoding;

import health.vigil.clinical.vitals.SaidTime;
import java.time.Instant;
import java.util.Optional;

/// Times as devices write them.
final class Moments {

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Moments() {}

    /// Empty where the text is no time in ISO 8601, or one so far away that neither Kafka's nor the database's times
    /// can hold it.
    static Optional<SaidTime> parse(String text) {
        return SaidTime.parse(text).flatMap(Moments::ordinary);
    }

    /// Empty where it lies too far away.
    static Optional<SaidTime> ordinary(SaidTime time) {
        return Optional.of(time)
                .filter(each -> each.asUtc().isAfter(EARLIEST) && each.asUtc().isBefore(LATEST));
    }
}
