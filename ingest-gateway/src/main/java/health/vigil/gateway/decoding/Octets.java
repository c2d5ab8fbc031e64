package health.vigil.gateway.decoding;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;

/// The bytes of a Bluetooth characteristic, read from the first to the last, little-endian.
final class Octets {

    private static final int UNKNOWN = 0;

    /// An IEEE 11073 SFLOAT: a number, or why there is none.
    sealed interface Sfloat {

        record Finite(BigDecimal value) implements Sfloat {}

        /// Not a number, not at this resolution, or reserved.
        record Absent() implements Sfloat {}

        record Infinite(boolean positive) implements Sfloat {}
    }

    private final ByteBuffer bytes;

    /// A time that is none, which may be so because the bytes are none of the characteristic: their length is the
    /// better reason.
    private Optional<RefusedException> noTime = Optional.empty();

    Octets(ByteBuffer payload) {
        this.bytes = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    int u8() throws RefusedException {
        need(1);
        return Byte.toUnsignedInt(bytes.get());
    }

    int u16() throws RefusedException {
        need(2);
        return Short.toUnsignedInt(bytes.getShort());
    }

    int s16() throws RefusedException {
        need(2);
        return bytes.getShort();
    }

    /// Two bytes the other way round, as some devices send them.
    int u16BigEndian() throws RefusedException {
        need(2);
        return Short.toUnsignedInt(Short.reverseBytes(bytes.getShort()));
    }

    Sfloat sfloat() throws RefusedException {
        return sfloat(u16());
    }

    /// Four bits of exponent, twelve of mantissa, both in two's complement.
    static Sfloat sfloat(int bits) {
        var exponent = (short) bits >> 12;
        var mantissa = (short) (bits << 4) >> 4;
        if (exponent == 0) {
            switch (bits) {
                case 0x07FE -> {
                    return new Sfloat.Infinite(true);
                }
                case 0x0802 -> {
                    return new Sfloat.Infinite(false);
                }
                case 0x07FF, 0x0800, 0x0801 -> {
                    return new Sfloat.Absent();
                }
                default -> {}
            }
        }
        return new Sfloat.Finite(BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent));
    }

    /// What the device's clock showed, in no zone; empty where it knows no date.
    Optional<LocalDateTime> dateTime() throws RefusedException {
        var year = u16();
        var month = u8();
        var day = u8();
        var hour = u8();
        var minute = u8();
        var second = u8();
        if (year == UNKNOWN || month == UNKNOWN || day == UNKNOWN) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(year, month, day, hour, minute, second));
        } catch (DateTimeException _) {
            noTime = Optional.of(
                    new RefusedException(Reason.TIME_INVALID, "The date and time are none of the calendar."));
            return Optional.empty();
        }
    }

    void skip(int count) throws RefusedException {
        need(count);
        bytes.position(bytes.position() + count);
    }

    /// @throws RefusedException when something follows, or a time was none
    void end() throws RefusedException {
        if (bytes.hasRemaining()) {
            throw wrongLength();
        }
        if (noTime.isPresent()) {
            throw noTime.get();
        }
    }

    private void need(int count) throws RefusedException {
        if (bytes.remaining() < count) {
            throw wrongLength();
        }
    }

    private RefusedException wrongLength() {
        return new RefusedException(
                Reason.GATT_INVALID,
                "The flags announce another length than " + bytes.limit() + " bytes; publish the value as it came.");
    }
}
