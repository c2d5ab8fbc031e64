package health.vigil.local.bench.report;

import java.util.List;
import java.util.stream.Collectors;

/// One number beside the number of the bare parts in the same run.
///
/// @param code stable, for programs
/// @param note what else there is to know; may be empty
public record Figure(String code, String name, String unit, double value, Floor floor, List<Aim> aims, String note) {

    /// What the bare parts do, in the figure's unit.
    public record Floor(String name, double value) {}

    public Figure {
        if (!Double.isFinite(value) || !Double.isFinite(floor.value()) || floor.value() <= 0) {
            throw new IllegalArgumentException(
                    "%s needs a value and a floor, not %s and %s".formatted(code, value, floor.value()));
        }
        aims = List.copyOf(aims);
    }

    public double ratio() {
        return value / floor.value();
    }

    /// True without any aim.
    public boolean isMet() {
        return aims.stream().allMatch(this::isMet);
    }

    boolean isMet(Aim aim) {
        return aim.isMet(value, ratio());
    }

    String valueText() {
        return Numbers.text(value) + " " + unit;
    }

    String floorText() {
        return Numbers.text(floor.value()) + " " + unit + " (" + floor.name() + ")";
    }

    String aimsText() {
        return aims.stream().map(aim -> aim.text(unit)).collect(Collectors.joining(", "));
    }
}
