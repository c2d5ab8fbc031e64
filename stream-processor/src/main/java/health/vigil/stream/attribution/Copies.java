package health.vigil.stream.attribution;

import health.vigil.schemas.ClockReading;
import health.vigil.schemas.ReceivedReading;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Makes one reading of several copies with the same id. What is part of the id is the same in all; of the rest, the
/// choice depends on the copies and not on their order, so that shuffled arrival ends the same.
final class Copies {

    /// What the clock showed first is nearest to when the reading was made.
    private static final Comparator<ClockReading> EARLIER =
            Comparator.comparing(ClockReading::getAt).thenComparing(ClockReading::getSaid);

    private Copies() {}

    /// Commutative, associative and idempotent.
    static ReceivedReading merge(ReceivedReading one, ReceivedReading other) {
        return ReceivedReading.newBuilder(one)
                .setReceivedAt(earlier(one.getReceivedAt(), other.getReceivedAt()))
                // The device had a reason once.
                .setClockSuspect(one.getClockSuspect() || other.getClockSuspect())
                .setMeal(least(one.getMeal(), other.getMeal(), Comparator.naturalOrder()))
                .setPosture(least(one.getPosture(), other.getPosture(), Comparator.naturalOrder()))
                // One that the device sent by itself proves that it measured.
                .setManual(one.getManual() && other.getManual())
                .setOrigin(one.getOrigin().compareTo(other.getOrigin()) <= 0 ? one.getOrigin() : other.getOrigin())
                .setDeviceReadingId(
                        least(one.getDeviceReadingId(), other.getDeviceReadingId(), Comparator.naturalOrder()))
                .setSequence(least(one.getSequence(), other.getSequence(), Comparator.naturalOrder()))
                .setTiming(one.getTiming().compareTo(other.getTiming()) >= 0 ? one.getTiming() : other.getTiming())
                .setClock(least(one.getClock(), other.getClock(), EARLIER))
                .setContextFollows(one.getContextFollows() || other.getContextFollows())
                .build();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /// What is known counts for more than what is not.
    private static <T> @Nullable T least(@Nullable T one, @Nullable T other, Comparator<T> order) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return order.compare(one, other) <= 0 ? one : other;
    }
}
