package health.vigil.stream.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.clinical.vitals.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/// Keys of state stores: a prefix (whose, of what), then the position of a reading. Byte order is the order of
/// [Position], so a range scan walks a patient's readings by measured time.
public final class Keys {

    private static final int POSITION = Long.BYTES + 2 * Long.BYTES;

    private final byte[] prefix;

    private Keys(byte[] prefix) {
        this.prefix = prefix;
    }

    /// Keys of one owner.
    public static Keys of(UUID owner) {
        return new Keys(uuid(owner));
    }

    /// Keys of one owner and a name that says of what.
    public static Keys of(UUID owner, String what) {
        var name = what.getBytes(UTF_8);
        // The zero byte ends the name, so that no name is the beginning of another.
        return new Keys(ByteBuffer.allocate(2 * Long.BYTES + name.length + 1)
                .put(uuid(owner))
                .put(name)
                .put((byte) 0)
                .array());
    }

    public Bytes at(Position position) {
        return key(millis(position.measuredAt()), position.id());
    }

    /// Not above the key of any reading at that moment or later.
    public Bytes from(Instant moment) {
        return key(millis(moment), new UUID(0, 0));
    }

    /// Not below the key of any reading before that moment.
    public Bytes before(Instant moment) {
        return moment.equals(Instant.MAX) ? last() : key(millis(moment) - 1, new UUID(-1, -1));
    }

    public Bytes first() {
        return key(Long.MIN_VALUE, new UUID(0, 0));
    }

    public Bytes last() {
        return key(Long.MAX_VALUE, new UUID(-1, -1));
    }

    /// The position in a key of this kind.
    public static Position position(Bytes key) {
        var buffer = ByteBuffer.wrap(key.get());
        buffer.position(buffer.limit() - POSITION);
        var measuredAt = Instant.ofEpochMilli(buffer.getLong() ^ Long.MIN_VALUE);
        return new Position(measuredAt, new UUID(buffer.getLong(), buffer.getLong()));
    }

    private Bytes key(long millis, UUID id) {
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + POSITION)
                .put(prefix)
                // The sign bit is turned over: as unsigned bytes, times before 1970 then come first.
                .putLong(millis ^ Long.MIN_VALUE)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    private static long millis(Instant moment) {
        if (moment.equals(Instant.MIN)) {
            return Long.MIN_VALUE;
        }
        return moment.equals(Instant.MAX) ? Long.MAX_VALUE : moment.toEpochMilli();
    }

    private static byte[] uuid(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
