package health.vigil.gateway.decoding;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Times as devices write them.
final class Moments {

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Moments() {}

    /// A time in ISO 8601 with offset, to the millisecond; empty where the text is none, or lies so far away that
    /// neither Kafka's nor the database's times can hold it.
    static Optional<Instant> parse(String text) {
        try {
            return ordinary(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// Empty where it lies too far away.
    static Optional<Instant> ordinary(Instant moment) {
        return Optional.of(moment).filter(each -> each.isAfter(EARLIEST) && each.isBefore(LATEST));
    }
}
