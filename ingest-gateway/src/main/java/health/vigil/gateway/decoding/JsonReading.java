package health.vigil.gateway.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Plausibility;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Unit;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.BodyPosture;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.Origin;
import health.vigil.schemas.ReceivedReading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One reading in JSON. Fields that Vigil does not know are ignored, and so is a meal that it does not know: a value
/// that may be dangerous is worth more than its context.
final class JsonReading {

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final int LONGEST_ID = 128;
    private static final int NO_SLOT = -1;

    private final JsonNode json;
    private final UUID device;
    private final Instant receivedAt;
    private final Correction correction;

    /// @param message that it came in
    JsonReading(JsonNode json, UUID device, Message message) {
        this.json = json;
        this.device = device;
        this.receivedAt = message.receivedAt();
        this.correction = message.correction();
    }

    ReceivedReading read() throws RefusedException {
        var kind = ReadingKind.of(text("type"))
                .orElseThrow(() ->
                        new RefusedException(Reason.TYPE_UNKNOWN, "type must be blood-pressure, glucose or weight."));
        var measuredAt = measuredAt();
        var measurements = measurements(kind);
        var doubt = Plausibility.doubt(measurements);
        if (doubt.isPresent()) {
            throw new RefusedException(Reason.IMPLAUSIBLE, doubt.get());
        }
        var slot = slot();
        return ReceivedReading.newBuilder()
                .setId(Reading.identify(device, slot == null ? NO_SLOT : slot, kind, measuredAt, measurements))
                .setDeviceId(device)
                .setUserSlot(slot)
                .setKind(Avro.kind(kind))
                .setMeasuredAt(measuredAt)
                .setReceivedAt(receivedAt)
                .setClockSuspect(measuredAt.isAfter(receivedAt.plus(CLOCK_TOLERANCE)))
                .setMeasurements(Avro.measurements(measurements))
                .setMeal(meal())
                .setPosture(posture())
                .setManual(isManual())
                .setOrigin(Origin.JSON)
                .setDeviceReadingId(deviceReadingId())
                .setSequence(
                        json.path("seq").canConvertToLong() ? json.path("seq").asLong() : null)
                .build();
    }

    private Instant measuredAt() throws RefusedException {
        return Moments.parse(text("measuredAt"))
                .flatMap(moment -> Moments.ordinary(moment.plus(correction.shift())))
                .orElseThrow(() -> new RefusedException(
                        Reason.TIME_INVALID,
                        "measuredAt must be a time in ISO 8601 with offset, e.g. 2026-11-23T07:30:00+01:00."));
    }

    private Map<Metric, Value> measurements(ReadingKind kind) throws RefusedException {
        var unit = unit();
        var measurements = new EnumMap<Metric, Value>(Metric.class);
        for (var metric : kind.metrics()) {
            var field = kind.required().size() == 1 ? "value" : field(metric);
            // A pulse is counted per minute, whatever the unit of the pressure.
            var value = value(metric, field, metric == Metric.PULSE ? Unit.PER_MINUTE : unit);
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

    private Unit unit() throws RefusedException {
        return Unit.of(correction.unit().orElseGet(() -> text("unit")))
                .orElseThrow(() -> new RefusedException(
                        Reason.UNIT_INVALID, "unit must be a UCUM code, e.g. mm[Hg], mg/dL, mmol/L or kg."));
    }

    private Optional<Value> value(Metric metric, String field, Unit unit) throws RefusedException {
        var node = json.path(field);
        if (node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.asText().isBlank())) {
            return Optional.empty();
        }
        if (node.isTextual()) {
            return Optional.of(outOfRange(metric, field, node.asText()));
        }
        if (!node.isNumber() || !isOrdinary(node.decimalValue())) {
            throw new RefusedException(Reason.VALUE_INVALID, field + " must be a number.");
        }
        try {
            return Optional.of(metric.normalise(node.decimalValue(), unit));
        } catch (IllegalArgumentException _) {
            throw new RefusedException(Reason.UNIT_INVALID, unit.ucum() + " is no unit of " + metric.code() + ".");
        }
    }

    private static Value outOfRange(Metric metric, String field, String text) throws RefusedException {
        if (metric.meterSaysHighOrLow()) {
            switch (text.toUpperCase(Locale.ROOT)) {
                case "HI" -> {
                    return Value.OutOfRange.HIGH;
                }
                case "LO" -> {
                    return Value.OutOfRange.LOW;
                }
                default -> {}
            }
        }
        throw new RefusedException(
                Reason.VALUE_INVALID,
                field + " must be a number" + (metric.meterSaysHighOrLow() ? ", \"HI\" or \"LO\"." : "."));
    }

    /// Keeps numbers like 1e999999999 away from arithmetic that would write them out.
    private static boolean isOrdinary(BigDecimal number) {
        return number.precision() <= 30 && number.scale() >= -30 && number.scale() <= 30;
    }

    private @Nullable Integer slot() {
        var slot = json.path("userSlot");
        return slot.isInt() && slot.intValue() >= 0 ? slot.intValue() : null;
    }

    private @Nullable MealContext meal() {
        return switch (text("meal")) {
            case "fasting" -> MealContext.FASTING;
            case "before-meal" -> MealContext.BEFORE_MEAL;
            case "after-meal" -> MealContext.AFTER_MEAL;
            case "casual" -> MealContext.CASUAL;
            case "bedtime" -> MealContext.BEDTIME;
            default -> null;
        };
    }

    private @Nullable BodyPosture posture() {
        return switch (text("posture")) {
            case "sitting" -> BodyPosture.SITTING;
            case "standing" -> BodyPosture.STANDING;
            case "lying" -> BodyPosture.LYING;
            default -> null;
        };
    }

    /// Whether a person typed it in. Whoever says anything but false means that, since what counts as measured by a
    /// device
    /// is billed.
    private boolean isManual() {
        var manual = json.path("manual");
        return !manual.isMissingNode() && !manual.isNull() && !(manual.isBoolean() && !manual.booleanValue());
    }

    private @Nullable String deviceReadingId() {
        var id = text("id");
        // PostgreSQL takes no NUL in a text, and would refuse the whole batch.
        return id.isEmpty() || id.length() > LONGEST_ID || id.indexOf('\0') >= 0 ? null : id;
    }

    private String text(String field) {
        var node = json.path(field);
        return node.isTextual() ? node.asText() : "";
    }
}
