package health.vigil.care.recovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.schemas.Measured;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The messages behind the items. They say what was measured: whoever looks at one is on record.
final class Originals {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Wire wire;

    Originals(Wire wire) {
        this.wire = wire;
    }

    /// The bytes as they came; of a held reading, the JSON that says the same in canonical units.
    Optional<byte[]> bytes(Handle handle, Place place, UUID id) {
        return switch (place) {
            case REJECTED -> column(handle, "select raw from vitals.rejected where rejection_id = :id", id);
            case HELD -> reading(handle, id).map(Originals::json);
        };
    }

    /// A held reading as the gateway decoded it.
    Optional<ReceivedReading> reading(Handle handle, UUID id) {
        return column(handle, "select reading from vitals.held where reading_id = :id", id)
                .map(bytes -> wire.deserializer(Topics.HELD)
                        .deserialize(Topics.HELD.name(), bytes)
                        .getReading());
    }

    private static Optional<byte[]> column(Handle handle, String sql, UUID id) {
        return handle.createQuery(sql).bind("id", id).mapTo(byte[].class).findOne();
    }

    private static byte[] json(ReceivedReading reading) {
        var kind = ReadingKind.valueOf(reading.getKind().name());
        var json = JSON.createObjectNode()
                .put("type", kind.code())
                .put("measuredAt", said(reading))
                .put("unit", kind.required().getFirst().unit().ucum());
        reading.getMeasurements().forEach(measured -> put(json, kind, measured));
        putIfThere(json, reading);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// As the device said it: a reading is known again by that.
    private static String said(ReceivedReading reading) {
        var said = reading.getSaidTime();
        return said == null ? reading.getMeasuredAt().toString() : said;
    }

    private static void put(ObjectNode json, ReadingKind kind, Measured measured) {
        var metric = Metric.valueOf(measured.getMetric().name());
        var field = kind.required().size() == 1
                ? "value"
                : metric == Metric.MEAN_ARTERIAL_PRESSURE ? "meanArterialPressure" : metric.code();
        var outside = measured.getOutOfRange();
        if (outside == null) {
            json.put(field, measured.getValue());
        } else {
            json.put(
                    field,
                    switch (outside) {
                        case HIGH -> "HI";
                        case LOW -> "LO";
                    });
        }
    }

    private static void putIfThere(ObjectNode json, ReceivedReading reading) {
        if (reading.getUserSlot() != null) {
            json.put("userSlot", reading.getUserSlot());
        }
        if (reading.getMeal() != null) {
            json.put("meal", word(reading.getMeal()));
        }
        if (reading.getPosture() != null) {
            json.put("posture", word(reading.getPosture()));
        }
        if (reading.getManual()) {
            json.put("manual", true);
        }
        if (reading.getDeviceReadingId() != null) {
            json.put("id", reading.getDeviceReadingId());
        }
        if (reading.getSequence() != null) {
            json.put("seq", reading.getSequence());
        }
    }

    /// As devices write it, e.g. `before-meal`.
    private static String word(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
