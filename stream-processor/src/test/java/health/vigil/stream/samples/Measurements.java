package health.vigil.stream.samples;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Values around the limits of the default plan, and as extreme as can be.
final class Measurements {

    private Measurements() {}

    static Arbitrary<Map<Metric, Value>> of(ReadingKind kind) {
        return switch (kind) {
            case BLOOD_PRESSURE -> pressures();
            case GLUCOSE -> glucoses().map(value -> Map.of(Metric.GLUCOSE, value));
            case WEIGHT ->
                numbers(8000, 8009, 8050, 8090, 8140, 8230, 200, 40_000)
                        .map(value -> Map.of(Metric.WEIGHT, new Value.Exact(value.number() / 100)));
        };
    }

    private static Arbitrary<Map<Metric, Value>> pressures() {
        return Combinators.combine(
                        numbers(80, 220, 89, 90, 95, 145, 150, 170, 180, 300),
                        numbers(45, 135, 59, 60, 62, 90, 95, 110, 120),
                        numbers(40, 140).optional(0.5),
                        numbers(60, 120).optional(0.3))
                .as((high, low, pulse, mean) -> {
                    var values = new EnumMap<Metric, Value>(Metric.class);
                    values.put(Metric.SYSTOLIC, high);
                    values.put(Metric.DIASTOLIC, low);
                    pulse.ifPresent(value -> values.put(Metric.PULSE, value));
                    mean.ifPresent(value -> values.put(Metric.MEAN_ARTERIAL_PRESSURE, value));
                    return values;
                });
    }

    private static Arbitrary<Value> glucoses() {
        var numbers = numbers(30, 320, 10, 53, 54, 69, 70, 80, 170, 180, 181, 230, 250, 251, 600);
        return Arbitraries.frequencyOf(
                Tuple.of(5, numbers.map(Value.class::cast)),
                Tuple.of(1, Arbitraries.of(Value.OutOfRange.class).map(Value.class::cast)));
    }

    private static Arbitrary<Value.Exact> numbers(int lowest, int highest, Integer... edges) {
        var any = Arbitraries.integers().between(lowest, highest);
        var chosen = edges.length == 0 ? any : Arbitraries.oneOf(any, Arbitraries.of(edges));
        return chosen.map(Value.Exact::new);
    }
}
