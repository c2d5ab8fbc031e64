package health.vigil.local.device;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A reading as the value of a Bluetooth characteristic.
final class GattWriter {

    private static final int LONGEST = 32;
    private static final int MANTISSA = 0xFFF;
    private static final int NOT_A_NUMBER = 0x07FF;

    private static final int CAPILLARY_WHOLE_BLOOD_OF_A_FINGER = 0x11;
    private static final int TOO_HIGH = 1 << 5;
    private static final int TOO_LOW = 1 << 6;

    private static final Map<String, Integer> MEALS =
            Map.of("before-meal", 1, "after-meal", 2, "fasting", 3, "casual", 4, "bedtime", 5);

    private GattWriter() {}

    static List<Message> write(HomeReading reading) {
        if (!(reading.measuredAt() instanceof SaidTime.Local(var at))) {
            throw new IllegalArgumentException("Bluetooth needs a time without a zone");
        }
        return switch (reading.kind()) {
            case BLOOD_PRESSURE -> List.of(bloodPressure(reading, at));
            case GLUCOSE -> glucose(reading, at);
            case WEIGHT -> List.of(weight(reading, at));
        };
    }

    private static Message bloodPressure(HomeReading reading, LocalDateTime at) {
        var user = reading.userSlot();
        var pulse = reading.values().get(Metric.PULSE);
        var bytes = bytes().put((byte) (0b10 | (pulse == null ? 0 : 0b100) | (user == null ? 0 : 0b1000)))
                .putShort(sfloat(reading, Metric.SYSTOLIC))
                .putShort(sfloat(reading, Metric.DIASTOLIC))
                .putShort(sfloat(reading, Metric.MEAN_ARTERIAL_PRESSURE));
        put(bytes, at);
        if (pulse != null) {
            bytes.putShort(sfloat(reading, Metric.PULSE));
        }
        if (user != null) {
            bytes.put(user.byteValue());
        }
        return message("gatt/2A35", bytes);
    }

    private static List<Message> glucose(HomeReading reading, LocalDateTime at) {
        if (reading.sequence() == null) {
            throw new IllegalArgumentException("Bluetooth's glucose needs a sequence number");
        }
        var messages = new ArrayList<Message>();
        var meal = reading.meal() == null ? null : MEALS.get(reading.meal());
        var sequence = reading.sequence().shortValue();
        var outside = reading.values().get(Metric.GLUCOSE) instanceof Value.OutOfRange range ? range : null;
        var bytes = bytes().put((byte) (0b10 | (outside == null ? 0 : 0b1000) | (meal == null ? 0 : 0b1_0000)))
                .putShort(sequence);
        put(bytes, at);
        bytes.putShort(outside == null ? kilogramsPerLitre(reading) : NOT_A_NUMBER)
                .put((byte) CAPILLARY_WHOLE_BLOOD_OF_A_FINGER);
        if (outside != null) {
            bytes.putShort((short) (outside == Value.OutOfRange.HIGH ? TOO_HIGH : TOO_LOW));
        }
        messages.add(message("gatt/2A18", bytes));
        if (meal != null) {
            messages.add(message(
                    "gatt/2A34", bytes().put((byte) 0b10).putShort(sequence).put(meal.byteValue())));
        }
        return messages;
    }

    private static short kilogramsPerLitre(HomeReading reading) {
        // 1 mg/dL is 10⁻⁵ kg/L.
        return sfloat(number(reading, Metric.GLUCOSE).intValueExact(), -5);
    }

    private static Message weight(HomeReading reading, LocalDateTime at) {
        var user = reading.userSlot();
        var steps = number(reading, Metric.WEIGHT).divide(new BigDecimal("0.005"));
        var bytes = bytes().put((byte) (0b10 | (user == null ? 0 : 0b100))).putShort((short) steps.intValueExact());
        put(bytes, at);
        if (user != null) {
            bytes.put(user.byteValue());
        }
        return message("gatt/2A9D", bytes);
    }

    private static BigDecimal number(HomeReading reading, Metric metric) {
        if (reading.values().get(metric) instanceof Value.Exact exact) {
            return Format.number(metric, exact);
        }
        throw new IllegalArgumentException(metric.code() + " must be a number");
    }

    private static ByteBuffer bytes() {
        return ByteBuffer.allocate(LONGEST).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Message message(String channel, ByteBuffer bytes) {
        var payload = new byte[bytes.flip().remaining()];
        bytes.get(payload);
        return new Message(channel, payload);
    }

    private static void put(ByteBuffer bytes, LocalDateTime at) {
        bytes.putShort((short) at.getYear())
                .put((byte) at.getMonthValue())
                .put((byte) at.getDayOfMonth())
                .put((byte) at.getHour())
                .put((byte) at.getMinute())
                .put((byte) at.getSecond());
    }

    private static short sfloat(HomeReading reading, Metric metric) {
        return reading.values().get(metric) instanceof Value.Exact exact
                ? sfloat(Format.number(metric, exact).intValueExact(), 0)
                : NOT_A_NUMBER;
    }

    private static short sfloat(int mantissa, int exponent) {
        return (short) ((mantissa & MANTISSA) | exponent << 12);
    }
}
