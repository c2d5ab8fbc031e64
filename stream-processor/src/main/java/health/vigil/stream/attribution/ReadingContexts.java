package health.vigil.stream.attribution;

import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Position;
import health.vigil.schemas.Kind;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReadingContext;
import health.vigil.schemas.ReceivedReading;
import health.vigil.stream.state.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// What devices said of their readings in messages of their own, and which readings those are of: of the same number,
/// and received within a day of each other, since a device that was reset counts from one again.
///
/// @param contexts by device, number and receipt
/// @param numbers the readings by device and number, in order to find them when their context comes later
record ReadingContexts(KeyValueStore<Bytes, ReadingContext> contexts, KeyValueStore<Bytes, String> numbers) {

    private static final Duration WITHIN = Duration.ofDays(1);

    void put(ReadingContext context) {
        var content = NameBased.uuid(String.valueOf(context.getMeal()), Boolean.toString(context.getKetone()));
        contexts.put(
                keys(context.getDeviceId(), context.getSequence()).at(new Position(context.getReceivedAt(), content)),
                context);
    }

    /// Whether there can be a context of it at all.
    static boolean canHave(ReceivedReading reading) {
        return reading.getOrigin() == Origin.GATT && reading.getKind() == Kind.GLUCOSE && reading.getSequence() != null;
    }

    void remember(ReceivedReading reading, Position position) {
        if (canHave(reading)) {
            numbers.put(keys(reading.getDeviceId(), reading.getSequence()).at(position), "");
        }
    }

    /// The readings that it may be of.
    List<Position> readings(ReadingContext context) {
        var keys = keys(context.getDeviceId(), context.getSequence());
        var positions = new ArrayList<Position>();
        try (var all = numbers.range(keys.first(), keys.last())) {
            all.forEachRemaining(entry -> positions.add(Keys.position(entry.key)));
        }
        return positions;
    }

    /// The one nearest to the reading's receipt.
    Optional<ReadingContext> of(ReceivedReading reading) {
        if (!canHave(reading)) {
            return Optional.empty();
        }
        var receivedAt = reading.getReceivedAt();
        var keys = keys(reading.getDeviceId(), reading.getSequence());
        var near = new ArrayList<ReadingContext>();
        try (var all = contexts.range(keys.from(receivedAt.minus(WITHIN)), keys.before(receivedAt.plus(WITHIN)))) {
            all.forEachRemaining(entry -> near.add(entry.value));
        }
        // They come in order, and the first of two that are as near is taken.
        return near.stream().min(Comparator.comparing(context -> distance(context.getReceivedAt(), receivedAt)));
    }

    private static Duration distance(Instant one, Instant other) {
        return Duration.between(one, other).abs();
    }

    private static Keys keys(UUID device, Long number) {
        return Keys.of(device, Long.toString(number));
    }
}
