package health.vigil.local.bench.report;

import java.util.Locale;

/// A drawing that is readable on a light and on a dark page.
final class Svg {

    private static final String[] LIGHT = {"#1f6fb4", "#c2571a", "#2f8a4c", "#8b4bb3", "#9c7a00", "#b3365b"};
    private static final String[] DARK = {"#6cb4f0", "#f0985c", "#6fd08c", "#c996ea", "#e0c14a", "#f08aa8"};

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    static String colour(int number) {
        return "c" + number % LIGHT.length;
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        add("<line class=\"" + style + "\"" + at("x1", x1) + at("y1", y1) + at("x2", x2) + at("y2", y2) + "/>");
    }

    void bar(String colour, double x, double y, double barWidth, double barHeight) {
        add("<rect class=\"fill " + colour + "\"" + at("x", x) + at("y", y) + at("width", barWidth)
                + at("height", barHeight) + "/>");
    }

    /// @param points `x,y` separated by spaces
    void path(String colour, String points) {
        add("<polyline class=\"stroke " + colour + "\" points=\"" + points + "\"/>");
    }

    /// @param anchor `start`, `middle` or `end`
    void text(String anchor, double x, double y, String text) {
        var escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        add("<text text-anchor=\"" + anchor + "\"" + at("x", x) + at("y", y) + ">" + escaped + "</text>");
    }

    private static String at(String name, double place) {
        return String.format(Locale.ROOT, " %s=\"%.1f\"", name, place);
    }

    private void add(String element) {
        body.append(element).append('\n');
    }

    private static String palette(String[] colours) {
        var css = new StringBuilder();
        for (var i = 0; i < colours.length; i++) {
            css.append(".fill.c%1$d{fill:%2$s}.stroke.c%1$d{stroke:%2$s}".formatted(i, colours[i]));
        }
        return css.toString();
    }

    @Override
    public String toString() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="12">
                <style>
                text{fill:#24292f}.axis{stroke:#8c959f}.mark{stroke:#24292f;stroke-width:2}.stroke{fill:none;stroke-width:2}%s
                @media (prefers-color-scheme: dark){text{fill:#e6edf3}.mark{stroke:#e6edf3}%s}
                </style>
                %s</svg>
                """.formatted(width, height, palette(LIGHT), palette(DARK), body);
    }
}
