package health.vigil.stream.evaluation;

import health.vigil.clinical.vitals.Context;
import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Posture;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.Measured;
import health.vigil.schemas.PatientReading;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A reading as the patient's store keeps it: what the pure function needs, in some 40 bytes. The position is in the
/// key.
final class ReadingCodec {

    private static final int FIXED = Long.BYTES + 1;
    private static final int EACH = 1 + Double.BYTES;

    /// By index in the store; new ones go to the end.
    private static final List<Metric> METRICS = List.of(Metric.values());

    private static final List<Meal> MEALS = List.of(Meal.values());
    private static final List<Posture> POSTURES = List.of(Posture.values());

    // What the byte of flags holds: two bits, then the meal in three bits, then the posture in two.
    private static final int CLOCK_SUSPECT = 1;
    private static final int CONFIRMED = 2;
    private static final int MEAL = 2;
    private static final int POSTURE = 5;

    private ReadingCodec() {}

    static Reading of(PatientReading attributed) {
        var received = attributed.getReading();
        var values = new EnumMap<Metric, Value>(Metric.class);
        received.getMeasurements()
                .forEach(measured ->
                        values.put(Metric.valueOf(measured.getMetric().name()), value(measured)));
        return new Reading(
                received.getId(),
                ReadingKind.valueOf(received.getKind().name()),
                received.getMeasuredAt(),
                received.getReceivedAt(),
                received.getClockSuspect(),
                values,
                new Context(
                        named(received.getMeal()).map(Meal::valueOf),
                        named(received.getPosture()).map(Posture::valueOf),
                        attributed.getConfirmed()));
    }

    private static Optional<String> named(@Nullable Enum<?> symbol) {
        return Optional.ofNullable(symbol).map(Enum::name);
    }

    private static Value value(Measured measured) {
        return measured.getOutOfRange() == null
                ? new Value.Exact(measured.getValue())
                : Value.OutOfRange.valueOf(measured.getOutOfRange().name());
    }

    static byte[] encode(Reading reading) {
        var buffer = ByteBuffer.allocate(FIXED + EACH * reading.measurements().size())
                .putLong(reading.receivedAt().toEpochMilli())
                .put(flags(reading));
        for (var index = 0; index < METRICS.size(); index++) {
            var value = reading.measurements().get(METRICS.get(index));
            if (value != null) {
                buffer.put((byte) index).putDouble(value.rank());
            }
        }
        return buffer.array();
    }

    private static byte flags(Reading reading) {
        var context = reading.context();
        var meal = context.meal().map(each -> MEALS.indexOf(each) + 1).orElse(0);
        var posture = context.posture().map(each -> POSTURES.indexOf(each) + 1).orElse(0);
        return (byte) ((reading.clockSuspect() ? CLOCK_SUSPECT : 0)
                | (context.confirmed() ? CONFIRMED : 0)
                | meal << MEAL
                | posture << POSTURE);
    }

    static Reading decode(Position position, ReadingKind kind, byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        var receivedAt = Instant.ofEpochMilli(buffer.getLong());
        var flags = buffer.get();
        Map<Metric, Value> values = new EnumMap<>(Metric.class);
        while (buffer.hasRemaining()) {
            values.put(METRICS.get(buffer.get()), ofRank(buffer.getDouble()));
        }
        var suspect = (flags & CLOCK_SUSPECT) != 0;
        return new Reading(position.id(), kind, position.measuredAt(), receivedAt, suspect, values, context(flags));
    }

    private static Context context(byte flags) {
        // What most readings have takes no object of its own.
        return (flags & ~CLOCK_SUSPECT) == 0
                ? Context.NONE
                : new Context(
                        at(MEALS, flags >> MEAL & 7), at(POSTURES, flags >> POSTURE & 3), (flags & CONFIRMED) != 0);
    }

    private static <E> Optional<E> at(List<E> values, int number) {
        return number == 0 ? Optional.empty() : Optional.of(values.get(number - 1));
    }

    private static Value ofRank(double rank) {
        if (Double.isFinite(rank)) {
            return new Value.Exact(rank);
        }
        return rank > 0 ? Value.OutOfRange.HIGH : Value.OutOfRange.LOW;
    }
}
