package health.vigil.clinical.evaluation;

import health.vigil.clinical.vitals.Metric;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// One metric of one day, numbers written to nine decimals: enough to tell readings apart, too few to tell apart two
/// ways of adding them up.
record DayLine(LocalDate day, ZoneId zone, Metric metric, String places, String numbers, String week) {

    static Stream<DayLine> of(DaySummary summary) {
        return summary.metrics().stream().map(metric -> of(summary, metric));
    }

    private static DayLine of(DaySummary summary, MetricSummary metric) {
        return new DayLine(
                summary.day(),
                summary.zone(),
                metric.metric(),
                places(metric.count(), metric.numbers(), metric.below(), metric.inRange(), metric.above()),
                numbers(metric.min(), metric.max(), metric.last(), metric.mean()),
                week(metric.rollingCount(), metric.rollingMean()));
    }

    static String places(int count, int numbers, int below, int inRange, int above) {
        return "%d (%d): %d < %d < %d".formatted(count, numbers, below, inRange, above);
    }

    static String numbers(OptionalDouble min, OptionalDouble max, OptionalDouble last, OptionalDouble mean) {
        return "%s to %s, last %s, mean %s".formatted(text(min), text(max), text(last), text(mean));
    }

    static String week(int count, OptionalDouble mean) {
        return "%d: mean %s".formatted(count, text(mean));
    }

    private static String text(OptionalDouble number) {
        return number.isEmpty() ? "none" : String.format(Locale.ROOT, "%.9f", number.getAsDouble());
    }
}
