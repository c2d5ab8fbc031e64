package health.vigil.local.bench.report;

import java.util.ArrayList;
import java.util.List;

/// Lines over an axis.
///
/// @param name of its file
public record Plot(String name, String title, String xLabel, String yLabel, List<Tick> ticks, List<Line> lines) {

    /// A mark of the horizontal axis.
    public record Tick(double x, String label) {}

    /// A line through points, left to right.
    public record Line(String label, List<Point> points) {}

    /// A place in the units of the axes.
    public record Point(double x, double y) {}

    /// Samples of one kind, in milliseconds.
    public record Latencies(String label, Samples millis) {}

    private static final double[] PERCENTILES = {0, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.9};

    public Plot {
        ticks = List.copyOf(ticks);
        lines = List.copyOf(lines);
    }

    /// Percentile curves whose tail is drawn as wide as their body.
    public static Plot percentiles(String name, String title, List<Latencies> latencies) {
        var ticks = new ArrayList<Tick>();
        for (var percentile : new double[] {0, 50, 90, 99, 99.9}) {
            ticks.add(new Tick(nines(percentile), Numbers.plain(percentile) + " %"));
        }
        var lines = latencies.stream()
                .map(each -> new Line(each.label(), curve(each.millis())))
                .toList();
        return new Plot(name, title, "percentile", "ms", ticks, lines);
    }

    private static List<Point> curve(Samples samples) {
        var points = new ArrayList<Point>();
        for (var percentile : PERCENTILES) {
            // No percentile that so few samples cannot tell.
            if (samples.count() * (100 - percentile) >= 100 || percentile == 0) {
                points.add(new Point(nines(percentile), samples.percentile(percentile)));
            }
        }
        return points;
    }

    private static double nines(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }
}
