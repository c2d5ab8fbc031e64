package health.vigil.local.bench.report;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// A plot's lines, drawn.
final class LineChart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;
    private static final int LEFT = 70;
    private static final int RIGHT = WIDTH - 200;
    private static final int TOP = 40;
    private static final int BOTTOM = HEIGHT - 50;
    private static final int STEPS = 5;

    private final Svg svg = new Svg(WIDTH, HEIGHT);
    private final Plot plot;
    private final double right;
    private final double top;

    private LineChart(Plot plot) {
        this.plot = plot;
        this.right = largest(Plot.Point::x);
        this.top = largest(Plot.Point::y) * 1.05;
    }

    static String svg(Plot plot) {
        var chart = new LineChart(plot);
        chart.axes();
        chart.lines();
        return chart.svg.toString();
    }

    private double largest(ToDoubleFunction<Plot.Point> coordinate) {
        return plot.lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(coordinate)
                .filter(value -> value > 0)
                .max()
                .orElse(1);
    }

    private double x(double value) {
        return LEFT + value / right * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - value / top * (BOTTOM - TOP);
    }

    private void axes() {
        svg.text("start", 10, 18, plot.title());
        svg.line("axis", LEFT, TOP, LEFT, BOTTOM);
        svg.line("axis", LEFT, BOTTOM, RIGHT, BOTTOM);
        svg.text("start", 10, TOP - 6, plot.yLabel());
        svg.text("middle", (LEFT + RIGHT) / 2.0, HEIGHT - 10, plot.xLabel());
        for (var step = 0; step <= STEPS; step++) {
            var value = top * step / STEPS;
            svg.line("axis", LEFT - 4, y(value), LEFT, y(value));
            svg.text("end", LEFT - 8, y(value) + 4, Numbers.text(value));
        }
        for (var tick : plot.ticks()) {
            if (tick.x() <= right) {
                svg.line("axis", x(tick.x()), BOTTOM, x(tick.x()), BOTTOM + 4);
                svg.text("middle", x(tick.x()), BOTTOM + 18, tick.label());
            }
        }
    }

    private void lines() {
        for (var i = 0; i < plot.lines().size(); i++) {
            var line = plot.lines().get(i);
            svg.path(
                    Svg.colour(i),
                    line.points().stream()
                            .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.x()), y(point.y())))
                            .collect(Collectors.joining(" ")));
            svg.bar(Svg.colour(i), RIGHT + 14, TOP + 20 * i - 9, 10, 10);
            svg.text("start", RIGHT + 30, TOP + 20.0 * i, line.label());
        }
    }
}
