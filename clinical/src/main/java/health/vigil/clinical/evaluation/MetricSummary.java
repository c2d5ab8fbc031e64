package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// What a window says of one metric, in its canonical unit.
///
/// HI and LO count as readings and in their band, but give no number: minimum, maximum and mean are of exact values.
///
/// @param last empty when the last reading was HI or LO
/// @param rollingMean over the seven local days that end with this one
/// @param rollingCount readings in those seven days, HI and LO included
public record MetricSummary(
        Metric metric,
        int count,
        OptionalDouble min,
        OptionalDouble max,
        OptionalDouble mean,
        OptionalDouble last,
        int below,
        int inRange,
        int above,
        OptionalDouble rollingMean,
        int rollingCount) {

    /// @param day the day's readings, oldest first
    /// @param week those of the seven days that end with it, oldest first
    /// @param target without one, every value counts as in range
    static Optional<MetricSummary> of(
            Metric metric, List<Reading> day, List<Reading> week, Optional<TargetRange> target) {
        var values = values(metric, day);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var places = new int[3];
        for (var value : values) {
            places[1 + target.map(range -> range.place(value)).orElse(0)]++;
        }
        var rolling = values(metric, week);
        return Optional.of(new MetricSummary(
                metric,
                values.size(),
                exact(values).min(),
                exact(values).max(),
                exact(values).average(),
                exact(List.of(values.getLast())).findFirst(),
                places[0],
                places[1],
                places[2],
                exact(rolling).average(),
                rolling.size()));
    }

    private static List<Value> values(Metric metric, List<Reading> readings) {
        return readings.stream()
                .flatMap(reading -> reading.value(metric).stream())
                .toList();
    }

    private static DoubleStream exact(List<Value> values) {
        return values.stream().mapMultiToDouble((value, sink) -> {
            if (value instanceof Value.Exact(double number)) {
                sink.accept(number);
            }
        });
    }
}
