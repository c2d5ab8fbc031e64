package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A limit for one metric, with the level that the value must come back to.
///
/// @param limit in the metric's canonical unit
/// @param inclusive whether the limit itself is already beyond
/// @param clear the level at which an episode ends, inclusive; on the good side of the limit, so that a value that
///     trembles around the limit makes one episode
public record Bound(Metric metric, Side side, double limit, boolean inclusive, double clear) {

    public enum Side {
        ABOVE,
        BELOW
    }

    public Bound {
        if (side == Side.ABOVE ? clear > limit : clear < limit) {
            throw new IllegalArgumentException(
                    "the clear level of " + metric.code() + " must lie on the good side of its limit");
        }
    }

    public static Bound atOrAbove(Metric metric, double limit, double clear) {
        return new Bound(metric, Side.ABOVE, limit, true, clear);
    }

    public static Bound above(Metric metric, double limit, double clear) {
        return new Bound(metric, Side.ABOVE, limit, false, clear);
    }

    public static Bound below(Metric metric, double limit, double clear) {
        return new Bound(metric, Side.BELOW, limit, false, clear);
    }

    boolean isBeyond(Value value) {
        if (inclusive && value.rank() == limit) {
            return true;
        }
        return side == Side.ABOVE ? value.rank() > limit : value.rank() < limit;
    }

    boolean isClear(Value value) {
        return side == Side.ABOVE ? value.rank() <= clear : value.rank() >= clear;
    }

    /// How far beyond, relative to the limit; HI and LO are further than any number.
    double excess(Value value) {
        return Math.abs(value.rank() - limit) / Math.max(1, Math.abs(limit));
    }

    /// E.g. `at or above 180 mmHg`.
    private String relation() {
        return "%s%s %s %s"
                .formatted(
                        inclusive ? "at or " : "",
                        side == Side.ABOVE ? "above" : "below",
                        metric.format(limit),
                        metric.unit().display());
    }

    /// E.g. `systolic 186 is at or above 180 mmHg`.
    String describe(Value value) {
        var shown = value instanceof Value.Exact(double number) ? metric.format(number) : metric.format(value);
        return metric.code() + " " + shown + " is " + relation();
    }

    static boolean isAnyBeyond(List<Bound> bounds, Reading reading) {
        for (var bound : bounds) {
            var value = reading.measurements().get(bound.metric);
            if (value != null && bound.isBeyond(value)) {
                return true;
            }
        }
        return false;
    }

    /// Whether every value that the reading has is back past its clear level.
    static boolean areAllClear(List<Bound> bounds, Reading reading) {
        for (var bound : bounds) {
            var value = reading.measurements().get(bound.metric);
            if (value != null && !bound.isClear(value)) {
                return false;
            }
        }
        return true;
    }

    static double worstExcess(List<Bound> bounds, Reading reading) {
        return bounds.stream()
                .mapToDouble(bound -> reading.value(bound.metric)
                        .filter(bound::isBeyond)
                        .map(bound::excess)
                        .orElse(0.0))
                .max()
                .orElse(0);
    }

    /// What the reading breaks, in words.
    static String describe(List<Bound> bounds, Reading reading) {
        return bounds.stream()
                .flatMap(bound -> reading.value(bound.metric).filter(bound::isBeyond).map(bound::describe).stream())
                .collect(Collectors.joining(" and "));
    }

    /// The limits, in words.
    static String describe(List<Bound> bounds) {
        return bounds.stream()
                .map(bound -> bound.metric.code() + " " + bound.relation())
                .collect(Collectors.joining(" or "));
    }

    /// The one kind of reading that carries all these metrics.
    ///
    /// @throws IllegalArgumentException when there is none
    static ReadingKind checkedKind(Collection<Bound> bounds) {
        var kinds = EnumSet.noneOf(ReadingKind.class);
        bounds.forEach(bound -> kinds.add(ReadingKind.carrying(bound.metric)));
        if (kinds.size() != 1) {
            throw new IllegalArgumentException(
                    "the bounds of a condition must be of metrics that are measured together");
        }
        return kinds.iterator().next();
    }

    /// The kind of bounds that were checked before.
    static Set<ReadingKind> kinds(List<Bound> bounds) {
        return Set.of(ReadingKind.carrying(bounds.getFirst().metric));
    }
}
