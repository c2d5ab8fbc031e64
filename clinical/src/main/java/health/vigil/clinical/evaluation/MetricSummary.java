package health.vigil.clinical.evaluation;

import health.vigil.clinical.vitals.Metric;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a window says of one metric, in its canonical unit.
///
/// HI and LO count as readings and in their band, but give no number: minimum, maximum and mean are of exact values.
///
/// @param count HI and LO included
/// @param numbers readings with a number
/// @param last empty when the last reading was HI or LO
/// @param rollingMean over the seven local days that end with this one
/// @param rollingCount readings in those seven days, HI and LO included
public record MetricSummary(
        Metric metric,
        int count,
        int numbers,
        OptionalDouble min,
        OptionalDouble max,
        OptionalDouble mean,
        OptionalDouble last,
        int below,
        int inRange,
        int above,
        OptionalDouble rollingMean,
        int rollingCount) {

    /// @param week the seven days that end with that day, in their order
    static Optional<MetricSummary> of(Metric metric, DayTally day, List<DayTally> week) {
        return day.of(metric).map(tally -> {
            var rolling = new DoubleSummaryStatistics();
            var rollingCount = 0;
            for (var each : week) {
                var its = each.of(metric);
                if (its.isPresent()) {
                    rolling.combine(its.get().numbers());
                    rollingCount += its.get().count();
                }
            }
            var numbers = tally.numbers();
            return new MetricSummary(
                    metric,
                    tally.count(),
                    (int) numbers.getCount(),
                    orEmpty(numbers, numbers.getMin()),
                    orEmpty(numbers, numbers.getMax()),
                    orEmpty(numbers, numbers.getAverage()),
                    tally.last(),
                    tally.below(),
                    tally.inRange(),
                    tally.above(),
                    orEmpty(rolling, rolling.getAverage()),
                    rollingCount);
        });
    }

    private static OptionalDouble orEmpty(DoubleSummaryStatistics of, double number) {
        return of.getCount() == 0 ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
