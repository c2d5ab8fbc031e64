package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.util.List;
import java.util.Optional;

/// What is beyond a limit, and what is back past a clear level.
final class Limits {

    private Limits() {}

    /// HI and LO are further away than any number.
    static Optional<Double> number(Metric metric, Reading reading) {
        return Calendar.values(metric, List.of(reading)).stream()
                .map(value -> switch (value) {
                    case Value.Exact(double number) -> number;
                    case Value.OutOfRange.HIGH -> Double.POSITIVE_INFINITY;
                    case Value.OutOfRange.LOW -> Double.NEGATIVE_INFINITY;
                })
                .findFirst();
    }

    static boolean isBeyond(Bound bound, double number) {
        return (bound.inclusive() && number == bound.limit())
                || switch (bound.side()) {
                    case ABOVE -> number > bound.limit();
                    case BELOW -> number < bound.limit();
                };
    }

    static boolean isBack(Bound bound, double number) {
        return switch (bound.side()) {
            case ABOVE -> number <= bound.clear();
            case BELOW -> number >= bound.clear();
        };
    }

    static double excess(Bound bound, double number) {
        return Math.abs(number - bound.limit()) / Math.max(1, Math.abs(bound.limit()));
    }

    static boolean isBeyond(List<Bound> bounds, Reading reading) {
        return bounds.stream().anyMatch(bound -> number(bound.metric(), reading)
                .filter(number -> isBeyond(bound, number))
                .isPresent());
    }

    /// Of all that it says; what it does not say keeps nothing open.
    static boolean isBack(List<Bound> bounds, Reading reading) {
        return bounds.stream().allMatch(bound -> number(bound.metric(), reading)
                .map(number -> isBack(bound, number))
                .orElse(true));
    }

    static double excess(List<Bound> bounds, Reading reading) {
        return bounds.stream()
                .flatMap(bound -> number(bound.metric(), reading)
                        .filter(number -> isBeyond(bound, number))
                        .map(number -> excess(bound, number))
                        .stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }

    /// What a single value says, where nothing but the value counts.
    static Verdict verdict(List<Bound> bounds, Reading reading) {
        if (isBeyond(bounds, reading)) {
            return Verdict.violates(excess(bounds, reading));
        }
        return isBack(bounds, reading) ? Verdict.CLEARS : Verdict.HOLDS;
    }
}
