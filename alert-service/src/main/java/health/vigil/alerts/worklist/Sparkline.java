package health.vigil.alerts.worklist;

import health.vigil.clinical.plans.TargetRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A patient's last values as a line of [#WIDTH] × [#HEIGHT], with the target band.
///
/// @param line the points of a polyline
/// @param last where the latest value is
public record Sparkline(String line, Dot last, @Nullable Band band) {

    public static final int WIDTH = 168;
    public static final int HEIGHT = 44;
    private static final int MARGIN = 4;

    /// A value at its time.
    record Point(Instant at, double value) {}

    /// A place in the drawing.
    public record Dot(String x, String y) {}

    /// Where the values should be.
    public record Band(String y, String height) {}

    /// Empty when there are too few values to see anything.
    ///
    /// @param points oldest first
    static Optional<Sparkline> of(List<Point> points, @Nullable TargetRange target) {
        if (points.size() < 2) {
            return Optional.empty();
        }
        var low = points.stream().mapToDouble(Point::value).min().orElseThrow();
        var high = points.stream().mapToDouble(Point::value).max().orElseThrow();
        var scale = new Scale(
                points.getFirst().at(),
                points.getLast().at(),
                target == null ? low : Math.min(low, target.low()),
                target == null ? high : Math.max(high, target.high()));
        var line = points.stream()
                .map(point -> scale.x(point.at()) + "," + scale.y(point.value()))
                .collect(Collectors.joining(" "));
        var last = points.getLast();
        return Optional.of(new Sparkline(
                line, new Dot(scale.x(last.at()), scale.y(last.value())), target == null ? null : scale.band(target)));
    }

    private record Scale(Instant from, Instant until, double low, double high) {

        String x(Instant at) {
            var span = Math.max(1, Duration.between(from, until).toMillis());
            return pixels(
                    MARGIN + (WIDTH - 2.0 * MARGIN) * Duration.between(from, at).toMillis() / span);
        }

        private double height(double value) {
            var span = high > low ? high - low : 1;
            return MARGIN + (HEIGHT - 2.0 * MARGIN) * (high - value) / span;
        }

        String y(double value) {
            return pixels(height(value));
        }

        Band band(TargetRange target) {
            return new Band(y(target.high()), pixels(height(target.low()) - height(target.high())));
        }

        private static String pixels(double number) {
            return String.format(Locale.ROOT, "%.1f", number);
        }
    }
}
