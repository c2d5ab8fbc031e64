package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
        var places = new int[3];
        var numbers = new DoubleSummaryStatistics();
        var last = OptionalDouble.empty();
        for (var reading : day) {
            var value = reading.measurements().get(metric);
            if (value == null) {
                continue;
            }
            places[1 + target.map(range -> range.place(value)).orElse(0)]++;
            last = exact(value);
            last.ifPresent(numbers);
        }
        var count = places[0] + places[1] + places[2];
        if (count == 0) {
            return Optional.empty();
        }
        var rolling = new DoubleSummaryStatistics();
        var rollingCount = 0;
        for (var reading : week) {
            var value = reading.measurements().get(metric);
            if (value != null) {
                rollingCount++;
                exact(value).ifPresent(rolling);
            }
        }
        return Optional.of(new MetricSummary(
                metric,
                count,
                orEmpty(numbers, numbers.getMin()),
                orEmpty(numbers, numbers.getMax()),
                orEmpty(numbers, numbers.getAverage()),
                last,
                places[0],
                places[1],
                places[2],
                orEmpty(rolling, rolling.getAverage()),
                rollingCount));
    }

    private static OptionalDouble exact(Value value) {
        return value instanceof Value.Exact(double number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    private static OptionalDouble orEmpty(DoubleSummaryStatistics of, double number) {
        return of.getCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
