package health.vigil.clinical.rules;

import health.vigil.clinical.rules.History.Dated;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/// Readings by local day, and what their numbers say. HI and LO give no number.
record DayWindow(List<Dated> dated) {

    /// So many days that end with the reading's own, up to the reading: a patient who travels west may measure later on
    /// an earlier day.
    static DayWindow upTo(Reading reading, int days, History history) {
        var day = history.dayOf(reading.measuredAt());
        var found = history.days(reading.kind(), day.minusDays(days - 1L), day.plusDays(1));
        var until = new ArrayList<Dated>(found.size());
        for (var each : found) {
            if (Reading.BY_TIME.compare(each.reading(), reading) <= 0) {
                until.add(each);
            }
        }
        return new DayWindow(until);
    }

    /// So many days before the reading's own.
    static DayWindow before(Reading reading, int days, History history) {
        var day = history.dayOf(reading.measuredAt());
        return new DayWindow(history.days(reading.kind(), day.minusDays(days), day));
    }

    DayWindow withoutFirstDay() {
        return new DayWindow(dated.subList(endOfDay(0), dated.size()));
    }

    /// How many days have readings.
    int days() {
        var count = 0;
        for (var begin = 0; begin < dated.size(); begin = endOfDay(begin)) {
            count++;
        }
        return count;
    }

    private int endOfDay(int begin) {
        var end = begin;
        while (end < dated.size()
                && dated.get(end).day().equals(dated.get(begin).day())) {
            end++;
        }
        return end;
    }

    /// Oldest first, also of a patient who lives a day again by travelling west.
    List<Reading> readings() {
        return dated.stream().map(Dated::reading).sorted(Reading.BY_TIME).toList();
    }

    /// The numbers of one metric, HI and LO left out.
    double[] numbers(Metric metric) {
        return numbers(metric, 0, dated.size());
    }

    private double[] numbers(Metric metric, int begin, int end) {
        var numbers = new double[end - begin];
        var count = 0;
        for (var place = begin; place < end; place++) {
            if (dated.get(place).reading().measurements().get(metric) instanceof Value.Exact(double number)) {
                numbers[count++] = number;
            }
        }
        return count == numbers.length ? numbers : Arrays.copyOf(numbers, count);
    }

    /// Each day's median of one metric, where it has a number.
    double[] medians(Metric metric) {
        var medians = new double[days()];
        var count = 0;
        for (var begin = 0; begin < dated.size(); begin = endOfDay(begin)) {
            var numbers = numbers(metric, begin, endOfDay(begin));
            if (numbers.length > 0) {
                medians[count++] = metric.round(median(numbers));
            }
        }
        return Arrays.copyOf(medians, count);
    }

    /// As [java.util.stream.DoubleStream#average] computes it; 0 without any number.
    static double mean(double[] numbers) {
        var statistics = new DoubleSummaryStatistics();
        for (var number : numbers) {
            statistics.accept(number);
        }
        return statistics.getAverage();
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
