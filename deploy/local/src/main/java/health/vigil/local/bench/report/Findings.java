package health.vigil.local.bench.report;

import java.util.List;

/// What one measurement found.
public record Findings(List<Figure> figures, List<Plot> plots) {

    public Findings {
        figures = List.copyOf(figures);
        plots = List.copyOf(plots);
    }

    public static Findings of(Figure... figures) {
        return new Findings(List.of(figures), List.of());
    }
}
