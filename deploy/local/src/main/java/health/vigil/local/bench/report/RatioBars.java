package health.vigil.local.bench.report;

import java.util.List;

/// Every figure as a share of its floor, with what it is to reach.
final class RatioBars {

    private static final int WIDTH = 900;
    private static final int LEFT = 430;
    private static final int ROW = 26;
    private static final int TOP = 48;
    private static final double LARGEST = 5;

    private RatioBars() {}

    static String svg(List<Figure> figures) {
        var svg = new Svg(WIDTH, TOP + ROW * figures.size() + 20);
        var end = Math.clamp(figures.stream().mapToDouble(Figure::ratio).max().orElse(1) * 1.1, 1.2, LARGEST);
        var scale = (WIDTH - LEFT - 60) / end;
        svg.text(
                "start",
                10,
                18,
                "Measured, as a share of the floor in the same run (the line at 1); the mark is the aim");
        for (var i = 0; i < figures.size(); i++) {
            row(svg, figures.get(i), TOP + ROW * i, scale, end);
        }
        var bottom = TOP + ROW * figures.size();
        svg.line("axis", LEFT, TOP - 6, LEFT, bottom);
        svg.line("axis", LEFT + scale, TOP - 6, LEFT + scale, bottom);
        svg.text("middle", LEFT + scale, TOP - 10, "1");
        return svg.toString();
    }

    private static void row(Svg svg, Figure figure, double y, double scale, double end) {
        var length = Math.min(figure.ratio(), end) * scale;
        svg.text("end", LEFT - 8, y + 14, figure.name());
        svg.bar(Svg.colour(figure.isMet() ? 0 : 1), LEFT, y + 2, length, ROW - 9);
        svg.text("start", LEFT + length + 6, y + 14, Numbers.text(figure.ratio()));
        for (var aim : figure.aims()) {
            if (aim.of() == Aim.Of.RATIO && aim.limit() <= end) {
                svg.line("mark", LEFT + aim.limit() * scale, y - 1, LEFT + aim.limit() * scale, y + ROW - 4);
            }
        }
    }
}
