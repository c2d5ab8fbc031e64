package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.ConfirmedLimit;
import health.vigil.clinical.vitals.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

record ConfirmedLimitOracle(ConfirmedLimit limit) implements Demand {

    private enum Repeat {
        CONFIRMS,
        IS_FINE,
        MISSING
    }

    @Override
    public Verdict of(Reading reading, Seen seen) {
        var alone = Limits.verdict(limit.bounds(), reading);
        if (!alone.violates()) {
            return alone;
        }
        // Of a suspect clock nobody can say what else was measured then.
        var others = reading.clockSuspect()
                ? List.<Reading>of()
                : seen.near(reading, limit.within()).stream()
                        .filter(each -> !each.id().equals(reading.id()))
                        .toList();
        return switch (repeat(reading, others)) {
            case CONFIRMS -> alone;
            case IS_FINE -> Verdict.HOLDS;
            case MISSING -> unconfirmed(reading, seen, alone);
        };
    }

    private Verdict unconfirmed(Reading reading, Seen seen, Verdict alone) {
        var waits = !limit.atOnce()
                && !reading.clockSuspect()
                && seen.now().isBefore(reading.measuredAt().plus(limit.within()));
        return waits ? Verdict.HOLDS : new Verdict(Verdict.Kind.VIOLATES, alone.excess(), true);
    }

    private Repeat repeat(Reading reading, List<Reading> others) {
        return switch (limit.by()) {
            case SECOND -> second(reading, others);
            case MEAN -> mean(reading, others);
        };
    }

    /// One beyond the limit, before or after, confirms; a fine one after it does not.
    private Repeat second(Reading reading, List<Reading> others) {
        if (others.stream().anyMatch(other -> Limits.isBeyond(limit.bounds(), other))) {
            return Repeat.CONFIRMS;
        }
        return others.stream().anyMatch(other -> Reading.BY_TIME.compare(other, reading) > 0)
                ? Repeat.IS_FINE
                : Repeat.MISSING;
    }

    /// Of two or more, before or after, the mean decides.
    private Repeat mean(Reading reading, List<Reading> others) {
        if (others.isEmpty()) {
            return Repeat.MISSING;
        }
        var session = new ArrayList<>(others);
        session.add(reading);
        return limit.bounds().stream().anyMatch(bound -> isMeanBeyond(bound, session))
                ? Repeat.CONFIRMS
                : Repeat.IS_FINE;
    }

    /// One HI makes the mean HI, and one LO makes it LO, which is the more dangerous where there are both.
    private static boolean isMeanBeyond(Bound bound, List<Reading> session) {
        var values = session.stream()
                .map(each -> Limits.number(bound.metric(), each).orElse(null))
                .filter(Objects::nonNull)
                .toList();
        if (values.isEmpty()) {
            return false;
        }
        if (values.contains(Double.NEGATIVE_INFINITY)) {
            return Limits.isBeyond(bound, Double.NEGATIVE_INFINITY);
        }
        if (values.contains(Double.POSITIVE_INFINITY)) {
            return Limits.isBeyond(bound, Double.POSITIVE_INFINITY);
        }
        var mean = Exact.shownMean(bound.metric(), Exact.mean(Exact.numbers(bound.metric(), session)));
        return Limits.isBeyond(bound, mean.doubleValue());
    }
}
