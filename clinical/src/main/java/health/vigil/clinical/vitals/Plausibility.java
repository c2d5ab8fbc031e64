package health.vigil.clinical.vitals;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Whether a living person can have these values. House ranges, see [Metric].
public final class Plausibility {

    private Plausibility() {}

    /// Why the values cannot be right, or empty. The sentence names metrics and limits, never the value itself.
    public static Optional<String> doubt(Map<Metric, Value> measurements) {
        for (var entry : new EnumMap<Metric, Value>(measurements).entrySet()) {
            var metric = entry.getKey();
            if (!metric.isPlausible(entry.getValue())) {
                return Optional.of("%s must lie between %s and %s %s."
                        .formatted(
                                metric.code(),
                                metric.format(new Value.Exact(metric.lowestPlausible())),
                                metric.format(new Value.Exact(metric.highestPlausible())),
                                metric.unit().ucum()));
            }
        }
        var systolic = measurements.get(Metric.SYSTOLIC);
        var diastolic = measurements.get(Metric.DIASTOLIC);
        if (systolic == null || diastolic == null) {
            return Optional.empty();
        }
        if (systolic.rank() <= diastolic.rank()) {
            return Optional.of("systolic must be above diastolic.");
        }
        var mean = measurements.get(Metric.MEAN_ARTERIAL_PRESSURE);
        if (mean != null && (mean.rank() < diastolic.rank() || mean.rank() > systolic.rank())) {
            return Optional.of("mean-arterial-pressure must lie between diastolic and systolic.");
        }
        return Optional.empty();
    }
}
