package health.vigil.clinical.evaluation;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Values that are often exactly a limit, or next to one.
final class Values {

    private Values() {}

    /// Where a metric should be at least.
    static double low(Metric metric) {
        return switch (metric) {
            case SYSTOLIC -> 100;
            case DIASTOLIC -> 60;
            case MEAN_ARTERIAL_PRESSURE -> 70;
            case PULSE -> 60;
            case GLUCOSE -> 70;
            case WEIGHT -> 81;
        };
    }

    /// Where a metric should be at most.
    static double high(Metric metric) {
        return switch (metric) {
            case SYSTOLIC -> 135;
            case DIASTOLIC -> 85;
            case MEAN_ARTERIAL_PRESSURE -> 100;
            case PULSE -> 90;
            case GLUCOSE -> 180;
            case WEIGHT -> 83;
        };
    }

    static Arbitrary<Map<Metric, Value>> of(ReadingKind kind) {
        return switch (kind) {
            case BLOOD_PRESSURE -> pressures();
            case GLUCOSE -> glucoses().map(value -> Map.of(Metric.GLUCOSE, value));
            case WEIGHT -> weights().map(value -> Map.of(Metric.WEIGHT, value));
        };
    }

    private static Arbitrary<Map<Metric, Value>> pressures() {
        return Combinators.combine(
                        numbers(80, 220, 95, 99, 100, 101, 134, 135, 136, 142, 149, 150, 170, 180),
                        numbers(45, 135, 57, 59, 60, 61, 84, 85, 86, 89, 95, 110, 119, 120),
                        numbers(40, 140, 57, 60, 90, 95).optional(0.5),
                        numbers(60, 120).optional(0.3))
                .as((high, low, pulse, mean) -> {
                    var measurements = new EnumMap<Metric, Value>(Metric.class);
                    measurements.put(Metric.SYSTOLIC, high);
                    measurements.put(Metric.DIASTOLIC, low);
                    pulse.ifPresent(value -> measurements.put(Metric.PULSE, value));
                    mean.ifPresent(value -> measurements.put(Metric.MEAN_ARTERIAL_PRESSURE, value));
                    return measurements;
                });
    }

    private static Arbitrary<Value> glucoses() {
        var numbers = numbers(30, 320, 53, 54, 66, 67, 69, 70, 71, 92, 158, 175, 179, 180, 181, 189, 250, 251);
        return Arbitraries.frequencyOf(
                Tuple.of(9, numbers),
                Tuple.of(1, Arbitraries.of(Value.OutOfRange.class).map(Value.class::cast)));
    }

    /// Many exactly a limit apart, many next to each other, so that medians fall between two hundredths, and some of
    /// somebody else.
    private static Arbitrary<Value> weights() {
        var tenths = Arbitraries.integers().between(800, 840).map(tenth -> tenth * 10);
        var hundredths = Combinators.combine(
                        Arbitraries.integers().between(8005, 8011), Arbitraries.of(0, 0, 0, 50, 90, 100, 140, 230))
                .as(Integer::sum);
        var others = Arbitraries.of(6500, 7290, 7380, 8910, 9020, 9999);
        return Arbitraries.frequencyOf(Tuple.of(4, tenths), Tuple.of(4, hundredths), Tuple.of(1, others))
                .map(hundredth -> new Value.Exact(hundredth / 100.0));
    }

    private static Arbitrary<Value> numbers(int lowest, int highest, Integer... edges) {
        var any = Arbitraries.integers().between(lowest, highest);
        var chosen = edges.length == 0 ? any : Arbitraries.oneOf(any, Arbitraries.of(edges));
        return chosen.map(Value.Exact::new);
    }
}
