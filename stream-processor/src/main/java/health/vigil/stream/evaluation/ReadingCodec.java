package health.vigil.stream.evaluation;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.Measured;
import health.vigil.schemas.ReceivedReading;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A reading as the patient's store keeps it: what the pure function needs, in some 40 bytes. The position is in the
/// key.
final class ReadingCodec {

    private static final int FIXED = Long.BYTES + 1;
    private static final int EACH = 1 + Double.BYTES;

    /// By index in the store; new metrics go to the end.
    private static final List<Metric> METRICS = List.of(Metric.values());

    private ReadingCodec() {}

    static Reading of(ReceivedReading received) {
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
                values);
    }

    private static Value value(Measured measured) {
        return measured.getOutOfRange() == null
                ? new Value.Exact(measured.getValue())
                : Value.OutOfRange.valueOf(measured.getOutOfRange().name());
    }

    static byte[] encode(Reading reading) {
        var buffer = ByteBuffer.allocate(FIXED + EACH * reading.measurements().size())
                .putLong(reading.receivedAt().toEpochMilli())
                .put((byte) (reading.clockSuspect() ? 1 : 0));
        new EnumMap<Metric, Value>(reading.measurements())
                .forEach((metric, value) ->
                        buffer.put((byte) METRICS.indexOf(metric)).putDouble(value.rank()));
        return buffer.array();
    }

    static Reading decode(Position position, ReadingKind kind, byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        var receivedAt = Instant.ofEpochMilli(buffer.getLong());
        var clockSuspect = buffer.get() == 1;
        Map<Metric, Value> values = new EnumMap<>(Metric.class);
        while (buffer.hasRemaining()) {
            values.put(METRICS.get(buffer.get()), ofRank(buffer.getDouble()));
        }
        return new Reading(position.id(), kind, position.measuredAt(), receivedAt, clockSuspect, values);
    }

    private static Value ofRank(double rank) {
        if (Double.isFinite(rank)) {
            return new Value.Exact(rank);
        }
        return rank > 0 ? Value.OutOfRange.HIGH : Value.OutOfRange.LOW;
    }
}
