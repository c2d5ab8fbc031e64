package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Value;

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

    /// E.g. `systolic 186 is at or above 180 mmHg`.
    String describe(Value value) {
        var relation = (inclusive ? "at or " : "") + (side == Side.ABOVE ? "above" : "below");
        return "%s %s is %s %s %s"
                .formatted(
                        metric.code(),
                        metric.format(value),
                        relation,
                        metric.format(new Value.Exact(limit)),
                        metric.unit().display());
    }
}
