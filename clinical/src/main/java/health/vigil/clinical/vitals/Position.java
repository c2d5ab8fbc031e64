package health.vigil.clinical.vitals;

import java.time.Instant;
import java.util.UUID;

/// The place of a reading among a patient's others: by measured time; the id decides between readings of the same
/// moment, so that the order is total. Ids compare as unsigned bytes, as a key-value store orders them
/// (`UUID.compareTo` is signed).
public record Position(Instant measuredAt, UUID id) implements Comparable<Position> {

    /// Before every reading.
    public static final Position START = new Position(Instant.MIN, new UUID(0, 0));

    /// Behind every reading.
    public static final Position END = new Position(Instant.MAX, new UUID(-1, -1));

    /// Before every reading of that moment, and behind all earlier ones.
    public static Position firstAt(Instant moment) {
        return new Position(moment, START.id);
    }

    @Override
    public int compareTo(Position other) {
        return compare(measuredAt, id, other.measuredAt, other.id);
    }

    static int compare(Instant one, UUID oneId, Instant other, UUID otherId) {
        var order = one.compareTo(other);
        if (order == 0) {
            order = Long.compareUnsigned(oneId.getMostSignificantBits(), otherId.getMostSignificantBits());
        }
        return order != 0
                ? order
                : Long.compareUnsigned(oneId.getLeastSignificantBits(), otherId.getLeastSignificantBits());
    }
}
