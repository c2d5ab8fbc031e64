package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A value beyond a limit that a repeat has to confirm.
///
/// Confirmed by a second value beyond the limit, or by the mean of all in that time; dropped when the repeat is fine;
/// unconfirmed when none comes in time.
///
/// @param within how soon the repeat has to come
/// @param atOnce raised as unconfirmed without waiting for the repeat
public record ConfirmedLimit(List<Bound> bounds, Duration within, By by, boolean atOnce) implements Condition {

    /// What confirms.
    public enum By {
        SECOND,
        MEAN
    }

    public ConfirmedLimit {
        bounds = List.copyOf(bounds);
        Bound.checkedKind(bounds);
        if (!within.isPositive()) {
            throw new IllegalArgumentException("a repeat needs some time to come");
        }
    }

    @Override
    public Set<ReadingKind> kinds() {
        return Bound.kinds(bounds);
    }

    @Override
    public Reach reach() {
        return new Reach(0, 0, within);
    }

    @Override
    public boolean isTrend() {
        return false;
    }

    @Override
    public Judgement judge(Reading reading, History history) {
        if (!Bound.isAnyBeyond(bounds, reading)) {
            return Bound.areAllClear(bounds, reading) ? Judgement.CLEARS : Judgement.HOLDS;
        }
        var session = evidence(reading, history);
        if (isConfirmed(reading, session)) {
            return violates(reading, Optional.of(session));
        }
        if (isRefuted(reading, session)) {
            return Judgement.HOLDS;
        }
        var until = reading.measuredAt().plus(within);
        // Of a suspect clock nobody can say when a repeat would have been due.
        if (atOnce || reading.clockSuspect() || !history.now().isBefore(until)) {
            return violates(reading, Optional.empty());
        }
        return new Judgement.Awaits(until);
    }

    private boolean isConfirmed(Reading reading, List<Reading> session) {
        return switch (by) {
            case SECOND ->
                session.stream().anyMatch(other -> !other.equals(reading) && Bound.isAnyBeyond(bounds, other));
            case MEAN ->
                session.size() > 1
                        && bounds.stream().anyMatch(bound -> mean(bound.metric(), session)
                                .filter(bound::isBeyond)
                                .isPresent());
        };
    }

    private boolean isRefuted(Reading reading, List<Reading> session) {
        return switch (by) {
            case SECOND -> !session.getLast().equals(reading);
            case MEAN -> session.size() > 1;
        };
    }

    /// With HI or LO in it there is no number; with both, the LO decides, which is the more dangerous.
    private static Optional<Value> mean(Metric metric, List<Reading> session) {
        var ranks = session.stream()
                .flatMap(reading -> reading.value(metric).stream())
                .mapToDouble(Value::rank)
                .toArray();
        if (ranks.length == 0) {
            return Optional.empty();
        }
        var mean = Arrays.stream(ranks).sum() / ranks.length;
        if (Double.isFinite(mean)) {
            return Optional.of(new Value.Exact(metric.roundMean(mean)));
        }
        return Optional.of(mean > 0 ? Value.OutOfRange.HIGH : Value.OutOfRange.LOW);
    }

    private Judgement violates(Reading reading, Optional<List<Reading>> confirming) {
        return new Judgement.Violates(
                Bound.worstExcess(bounds, reading),
                confirming.isEmpty(),
                () -> Bound.describe(bounds, reading) + "; "
                        + confirming.map(this::confirmed).orElse("not confirmed by a repeat") + " within " + minutes());
    }

    private String confirmed(List<Reading> session) {
        return switch (by) {
            case SECOND ->
                "confirmed by %d more"
                        .formatted(session.stream()
                                        .filter(each -> Bound.isAnyBeyond(bounds, each))
                                        .count()
                                - 1);
            case MEAN -> "confirmed by the mean of " + session.size();
        };
    }

    private String minutes() {
        return within.toMinutes() + " minutes";
    }

    /// All readings within that time before and after.
    @Override
    public List<Reading> evidence(Reading reading, History history) {
        var around = history.between(
                reading.kind(),
                reading.measuredAt().minus(within),
                reading.measuredAt().plus(within));
        // A reading of a suspect clock is in no history, but judged all the same.
        return around.contains(reading) ? around : List.of(reading);
    }

    @Override
    public String describe() {
        return bounds.stream().map(bound -> Bound.describe(List.of(bound))).collect(Collectors.joining(" or "))
                + ", confirmed by " + (by == By.SECOND ? "a second value" : "the mean") + " within " + minutes();
    }
}
