package health.vigil.local.drill;

import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/// A reading as the drill's devices make it: in canonical units, so that what it is can be told without Vigil.
record Sample(ReadingKind kind, Instant measuredAt, Map<Metric, Double> values) {

    /// One in so many is dangerous, and one in so many is no reading at all.
    private static final int DANGEROUS = 5;

    private static final int FLAWED = 40;

    /// No human has it: the gateway is to reject it.
    private static final double IMPLAUSIBLE = 5000;

    static Sample glucose(Instant measuredAt, double value) {
        return new Sample(ReadingKind.GLUCOSE, measuredAt, Map.of(Metric.GLUCOSE, value));
    }

    static Sample of(ReadingKind kind, Instant measuredAt, SplittableRandom random) {
        if (random.nextInt(FLAWED) == 0) {
            return glucose(measuredAt, IMPLAUSIBLE);
        }
        var dangerous = random.nextInt(DANGEROUS) == 0;
        return switch (kind) {
            case GLUCOSE -> glucose(measuredAt, dangerous ? pick(random, 45, 62, 190, 270) : 95 + random.nextInt(50));
            case BLOOD_PRESSURE -> {
                var systolic = dangerous ? pick(random, 85, 155, 190) : 112 + random.nextInt(20);
                yield new Sample(
                        kind,
                        measuredAt,
                        Map.of(
                                Metric.SYSTOLIC, systolic,
                                Metric.DIASTOLIC, Math.rint(systolic * 0.62) + random.nextInt(4),
                                Metric.PULSE, 60.0 + random.nextInt(25)));
            }
            case WEIGHT ->
                new Sample(
                        kind,
                        measuredAt,
                        Map.of(Metric.WEIGHT, dangerous ? 83.0 : Metric.WEIGHT.round(80 + random.nextInt(8) / 10.0)));
        };
    }

    private static double pick(SplittableRandom random, double... values) {
        return values[random.nextInt(values.length)];
    }

    boolean isFlawed() {
        return values.containsValue(IMPLAUSIBLE);
    }

    /// As the device sends it.
    ///
    /// @param number the device's own
    String json(long number) {
        var fields = new StringBuilder();
        values.forEach((metric, value) -> fields.append(
                ",\"%s\":%s".formatted(kind == ReadingKind.BLOOD_PRESSURE ? metric.code() : "value", value)));
        return "{\"type\":\"%s\",\"measuredAt\":\"%s\",\"seq\":%d%s,\"unit\":\"%s\"}"
                .formatted(kind.code(), measuredAt, number, fields, unit());
    }

    private String unit() {
        return switch (kind) {
            case BLOOD_PRESSURE -> "mm[Hg]";
            case GLUCOSE -> "mg/dL";
            case WEIGHT -> "kg";
        };
    }

    /// What [#json] wrote.
    static Sample read(JsonNode json) {
        var kind = ReadingKind.of(json.path("type").asText()).orElseThrow();
        var values = new EnumMap<Metric, Double>(Metric.class);
        for (var metric : kind.metrics()) {
            var value = json.path(kind == ReadingKind.BLOOD_PRESSURE ? metric.code() : "value");
            if (value.isNumber()) {
                values.put(metric, value.asDouble());
            }
        }
        return new Sample(kind, Instant.parse(json.path("measuredAt").asText()), values);
    }

    /// As the pure function takes it.
    Reading reading(UUID device) {
        var measurements = new EnumMap<Metric, Value>(Metric.class);
        values.forEach((metric, value) -> measurements.put(metric, new Value.Exact(value)));
        return new Reading(
                Reading.identify(device, -1, kind, measuredAt, measurements),
                kind,
                measuredAt,
                measuredAt,
                false,
                measurements);
    }
}
