package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.util.ArrayList;
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
        var values = values(metric, day);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var places = new int[3];
        for (var value : values) {
            places[1 + target.map(range -> range.place(value)).orElse(0)]++;
        }
        var numbers = numbers(values);
        var rolling = values(metric, week);
        var rollingNumbers = numbers(rolling);
        return Optional.of(new MetricSummary(
                metric,
                values.size(),
                orEmpty(numbers, numbers.getMin()),
                orEmpty(numbers, numbers.getMax()),
                orEmpty(numbers, numbers.getAverage()),
                exact(values.getLast()),
                places[0],
                places[1],
                places[2],
                orEmpty(rollingNumbers, rollingNumbers.getAverage()),
                rolling.size()));
    }

    private static List<Value> values(Metric metric, List<Reading> readings) {
        var values = new ArrayList<Value>(readings.size());
        for (var reading : readings) {
            reading.value(metric).ifPresent(values::add);
        }
        return values;
    }

    private static DoubleSummaryStatistics numbers(List<Value> values) {
        var numbers = new DoubleSummaryStatistics();
        values.forEach(value -> exact(value).ifPresent(numbers));
        return numbers;
    }

    private static OptionalDouble exact(Value value) {
        return value instanceof Value.Exact(double number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    private static OptionalDouble orEmpty(DoubleSummaryStatistics of, double number) {
        return of.getCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
