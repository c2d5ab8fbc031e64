package health.vigil.care.overview;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A metric over a period as a drawing of [#WIDTH] × [#HEIGHT] for paper: the mean of each day within its lowest and
/// highest, and the target band.
///
/// @param range the points of a polygon
/// @param means the points of a line
public record TrendDrawing(
        String title, String range, String means, Optional<TypicalDay.Box> target, List<TypicalDay.Line> lines) {

    public static final int WIDTH = 340;
    public static final int HEIGHT = 120;
    private static final int LEFT = 34;

    /// Empty when fewer than two days have a number.
    static Optional<TrendDrawing> of(
            Collection<Reading> readings, Metric metric, PlanHistory plans, Days period, Optional<TargetRange> target) {
        var days = new TreeMap<LocalDate, DoubleSummaryStatistics>();
        for (var reading : readings) {
            var day = plans.dayOf(reading.measuredAt());
            if (period.contain(day) && reading.measurements().get(metric) instanceof Value.Exact(double number)) {
                days.computeIfAbsent(day, _ -> new DoubleSummaryStatistics()).accept(number);
            }
        }
        return days.size() < 2 ? Optional.empty() : Optional.of(draw(days, metric, period, target));
    }

    private record Scale(Days period, double low, double high) {

        String x(LocalDate day) {
            var share = (ChronoUnit.DAYS.between(period.first(), day) + 0.5) / period.count();
            return pixels(LEFT + (WIDTH - LEFT) * share);
        }

        double height(double value) {
            return HEIGHT * (high - value) / (high - low);
        }

        String y(double value) {
            return pixels(height(value));
        }

        static String pixels(double number) {
            return String.format(Locale.ROOT, "%.1f", number);
        }
    }

    private static TrendDrawing draw(
            NavigableMap<LocalDate, DoubleSummaryStatistics> days,
            Metric metric,
            Days period,
            Optional<TargetRange> target) {
        var low = days.values().stream()
                .mapToDouble(DoubleSummaryStatistics::getMin)
                .min()
                .orElseThrow();
        var high = days.values().stream()
                .mapToDouble(DoubleSummaryStatistics::getMax)
                .max()
                .orElseThrow();
        low = Math.min(low, target.map(TargetRange::low).orElse(low));
        high = Math.max(high, target.map(TargetRange::high).orElse(high));
        var room = Math.max(1, (high - low) * 0.08);
        var scale = new Scale(period, low - room, high + room);
        var upper = days.entrySet().stream()
                .map(day -> scale.x(day.getKey()) + "," + scale.y(day.getValue().getMax()));
        var lower = days.descendingMap().entrySet().stream()
                .map(day -> scale.x(day.getKey()) + "," + scale.y(day.getValue().getMin()));
        return new TrendDrawing(
                OverviewView.label(metric.code()) + ", " + metric.unit().display(),
                Stream.concat(upper, lower).collect(Collectors.joining(" ")),
                days.entrySet().stream()
                        .map(day -> scale.x(day.getKey()) + ","
                                + scale.y(day.getValue().getAverage()))
                        .collect(Collectors.joining(" ")),
                target.map(range -> new TypicalDay.Box(
                        scale.y(range.high()), Scale.pixels(scale.height(range.low()) - scale.height(range.high())))),
                Stream.of(low, (low + high) / 2, high)
                        .map(value -> new TypicalDay.Line(scale.y(value), metric.format(metric.round(value))))
                        .toList());
    }
}
