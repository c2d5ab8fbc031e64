package health.vigil.gateway.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Unit;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReceivedReading;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// One reading in JSON. Fields that Vigil does not know are ignored, and so is a meal that it does not know: a value
/// that may be dangerous is worth more than its context.
final class JsonReading {

    private final JsonNode json;
    private final UUID device;
    private final Message message;

    /// @param message that it came in
    JsonReading(JsonNode json, UUID device, Message message) {
        this.json = json;
        this.device = device;
        this.message = message;
    }

    ReceivedReading read() throws RefusedException {
        var kind = ReadingKind.of(text("type"))
                .orElseThrow(() ->
                        new RefusedException(Reason.TYPE_UNKNOWN, "type must be blood-pressure, glucose or weight."));
        var candidate = new Candidate(kind, said(), measurements(kind), details());
        return candidate.check(Origin.JSON, device, message, clock());
    }

    private SaidTime said() throws RefusedException {
        return Moments.parse(text("measuredAt"))
                .orElseThrow(() -> new RefusedException(
                        Reason.TIME_INVALID,
                        "measuredAt must be a time in ISO 8601, with an offset where the device knows it,"
                                + " e.g. 2026-11-23T07:30:00+01:00."));
    }

    private Optional<SaidTime> clock() {
        return Moments.parse(text("now")).or(message::deviceNow);
    }

    private Map<Metric, Value> measurements(ReadingKind kind) throws RefusedException {
        var unit = Words.unit(text("unit"), message.correction());
        var measurements = new EnumMap<Metric, Value>(Metric.class);
        for (var metric : kind.metrics()) {
            var field = kind.required().size() == 1 ? "value" : field(metric);
            var value = value(metric, field, unit);
            if (value.isPresent()) {
                measurements.put(metric, value.get());
            } else if (kind.required().contains(metric)) {
                throw new RefusedException(Reason.VALUE_MISSING, field + " is missing.");
            }
        }
        return measurements;
    }

    private static String field(Metric metric) {
        return metric == Metric.MEAN_ARTERIAL_PRESSURE ? "meanArterialPressure" : metric.code();
    }

    private Optional<Value> value(Metric metric, String field, Unit unit) throws RefusedException {
        var node = json.path(field);
        if (node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.asText().isBlank())) {
            return Optional.empty();
        }
        if (node.isTextual()) {
            return Optional.of(Words.outOfRange(metric, field, node.asText()));
        }
        if (!node.isNumber()) {
            throw new RefusedException(Reason.VALUE_INVALID, field + " must be a number.");
        }
        return Optional.of(Words.number(metric, field, node.decimalValue(), unit));
    }

    private Candidate.Details details() {
        var slot = json.path("userSlot");
        var sequence = json.path("seq");
        return new Candidate.Details(
                slot.isInt() ? slot.intValue() : null,
                Words.meal(text("meal")),
                Words.posture(text("posture")),
                isManual(),
                text("id"),
                sequence.canConvertToLong() ? sequence.asLong() : null,
                false);
    }

    /// Whether a person typed it in. Whoever says anything but false means that, since what counts as measured by a
    /// device is billed.
    private boolean isManual() {
        var manual = json.path("manual");
        return !manual.isMissingNode() && !manual.isNull() && !(manual.isBoolean() && !manual.booleanValue());
    }

    private String text(String field) {
        var node = json.path(field);
        return node.isTextual() ? node.asText() : "";
    }
}
