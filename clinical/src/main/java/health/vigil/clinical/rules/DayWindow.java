package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Local days with readings, and what their numbers say. HI and LO give no number.
record DayWindow(List<History.Day> days) {

    /// So many days that end with the reading's own, up to the reading: a patient who travels west may measure later on
    /// an earlier day.
    static DayWindow upTo(Reading reading, int days, History history) {
        var day = history.dayOf(reading.measuredAt());
        return new DayWindow(history.days(reading.kind(), day.minusDays(days - 1L), day.plusDays(1)).stream()
                .map(each -> new History.Day(each.date(), until(reading, each.readings())))
                .filter(each -> !each.readings().isEmpty())
                .toList());
    }

    /// So many days before the reading's own.
    static DayWindow before(Reading reading, int days, History history) {
        var day = history.dayOf(reading.measuredAt());
        return new DayWindow(history.days(reading.kind(), day.minusDays(days), day));
    }

    private static List<Reading> until(Reading last, List<Reading> readings) {
        return readings.stream()
                .filter(each -> Reading.BY_TIME.compare(each, last) <= 0)
                .toList();
    }

    DayWindow withoutFirstDay() {
        return days.isEmpty() ? this : new DayWindow(days.subList(1, days.size()));
    }

    /// Oldest first, also of a patient who lives a day again by travelling west.
    List<Reading> readings() {
        return days.stream()
                .flatMap(day -> day.readings().stream())
                .sorted(Reading.BY_TIME)
                .toList();
    }

    /// The numbers of one metric, HI and LO left out.
    double[] numbers(Metric metric) {
        return days.stream()
                .flatMapToDouble(day -> day.readings().stream().mapMultiToDouble((reading, sink) -> {
                    if (reading.measurements().get(metric) instanceof Value.Exact(double number)) {
                        sink.accept(number);
                    }
                }))
                .toArray();
    }

    /// Each day's median of one metric, where it has a number.
    Stream<Double> medians(Metric metric) {
        return days.stream()
                .map(day -> new DayWindow(List.of(day)).numbers(metric))
                .filter(numbers -> numbers.length > 0)
                .map(numbers -> metric.round(median(numbers)));
    }

    static OptionalDouble mean(Metric metric, double[] numbers) {
        var mean = Arrays.stream(numbers).average();
        return mean.isPresent() ? OptionalDouble.of(metric.roundMean(mean.getAsDouble())) : mean;
    }

    /// @throws ArrayIndexOutOfBoundsException without any number
    static double median(double[] numbers) {
        var sorted = numbers.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /// Rounded to a digit behind the point, as percentages are shown.
    static double percent(double part, double whole) {
        return Math.round(part / whole * 1000) / 10.0;
    }
}
