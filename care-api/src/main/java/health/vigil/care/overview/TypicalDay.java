package health.vigil.care.overview;

import health.vigil.clinical.plans.TargetRange;
import health.vigil.clinical.trends.TypicalHour;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The typical day of glucose as a drawing of [#WIDTH] × [#HEIGHT], and as a table for those who do not see it.
///
/// @param outer the points of a polygon: 5 to 95 %
/// @param inner 25 to 75 %
/// @param median the points of a line
/// @param target the target band, if there is one
/// @param lines values with their labels along the left side
public record TypicalDay(
        String outer,
        String inner,
        String median,
        Optional<Box> target,
        List<Line> lines,
        List<Line> hours,
        List<Row> table) {

    public static final int WIDTH = 560;
    public static final int HEIGHT = 220;
    private static final int LEFT = 34;
    private static final int BOTTOM = 18;
    private static final double LOWEST = 40;
    private static final double LEAST_HIGHEST = 260;
    private static final double HIGHEST = 400;
    private static final int STEP = 50;

    /// From top to bottom.
    public record Box(String y, String height) {}

    /// A line at that place of its axis.
    public record Line(String at, String label) {}

    /// One hour in words.
    public record Row(String hour, int count, String p5, String p25, String median, String p75, String p95) {}

    private record Scale(double highest) {

        String x(double hour) {
            return pixels(LEFT + (WIDTH - LEFT) * hour / 24);
        }

        double height(double value) {
            var clipped = Math.clamp(value, LOWEST, highest);
            return (HEIGHT - BOTTOM) * (highest - clipped) / (highest - LOWEST);
        }

        String y(double value) {
            return pixels(height(value));
        }

        static String pixels(double number) {
            return String.format(Locale.ROOT, "%.1f", number);
        }
    }

    /// Nothing is typical of fewer than three hours of the day.
    static Optional<TypicalDay> of(List<TypicalHour> hours, Optional<TargetRange> target) {
        if (hours.size() < 3) {
            return Optional.empty();
        }
        var top = hours.stream().mapToDouble(hour -> hour.p95().rank()).max().orElseThrow();
        var scale = new Scale(Math.clamp(top, LEAST_HIGHEST, HIGHEST));
        return Optional.of(new TypicalDay(
                area(hours, TypicalHour::p95, TypicalHour::p5, scale),
                area(hours, TypicalHour::p75, TypicalHour::p25, scale),
                points(hours, TypicalHour::median, scale),
                target.map(range -> new Box(
                        scale.y(range.high()), Scale.pixels(scale.height(range.low()) - scale.height(range.high())))),
                IntStream.iterate(STEP, value -> value < scale.highest(), value -> value + STEP)
                        .mapToObj(value -> new Line(scale.y(value), Integer.toString(value)))
                        .toList(),
                IntStream.iterate(0, hour -> hour < 24, hour -> hour + 4)
                        .mapToObj(hour -> new Line(scale.x(hour), "%02d:00".formatted(hour)))
                        .toList(),
                hours.stream().map(TypicalDay::row).toList()));
    }

    private static String area(
            List<TypicalHour> hours,
            Function<TypicalHour, Value> upper,
            Function<TypicalHour, Value> lower,
            Scale scale) {
        return points(hours, upper, scale) + " " + points(hours.reversed(), lower, scale);
    }

    private static String points(List<TypicalHour> hours, Function<TypicalHour, Value> value, Scale scale) {
        return hours.stream()
                .map(hour -> scale.x(hour.hour() + 0.5) + ","
                        + scale.y(value.apply(hour).rank()))
                .collect(Collectors.joining(" "));
    }

    private static Row row(TypicalHour hour) {
        var texts = Stream.of(hour.p5(), hour.p25(), hour.median(), hour.p75(), hour.p95())
                .map(Metric.GLUCOSE::format)
                .toList();
        return new Row(
                "%02d:00".formatted(hour.hour()),
                hour.count(),
                texts.get(0),
                texts.get(1),
                texts.get(2),
                texts.get(3),
                texts.get(4));
    }
}
