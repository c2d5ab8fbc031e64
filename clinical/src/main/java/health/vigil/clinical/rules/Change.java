package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A gain or a loss against the daily medians of the days before, e.g. of weight in heart failure.
///
/// @param days how many local days before the reading's own to look at
/// @param amount the change that violates, inclusive, in the metric's canonical unit
/// @param clear the change at which an episode ends, inclusive
/// @param minimumDays with readings among the days before
public record Change(
        Metric metric, Direction direction, Against against, int days, double amount, double clear, int minimumDays)
        implements OverDays {

    public enum Direction {
        RISE,
        FALL
    }

    /// Which of the daily medians counts.
    public enum Against {
        LOWEST,
        HIGHEST,
        MEDIAN
    }

    public Change {
        if (clear > amount) {
            throw new IllegalArgumentException("the clear level of a change must be below its limit");
        }
    }

    @Override
    public Set<ReadingKind> kinds() {
        return Set.of(ReadingKind.carrying(metric));
    }

    /// Holds where too few of the days before have a reading: nothing can be said.
    @Override
    public Judgement judge(Reading reading, History history) {
        if (!(reading.measurements().get(metric) instanceof Value.Exact(double value))) {
            return Judgement.HOLDS;
        }
        var medians = DayWindow.before(reading, days, history).medians(metric);
        if (medians.length < Math.max(1, minimumDays)) {
            return Judgement.HOLDS;
        }
        var reference = reference(medians);
        var change = metric.round(direction == Direction.RISE ? value - reference : reference - value);
        if (change >= amount) {
            return Judgement.violates(
                    change / amount,
                    () -> "%s %s is %s %s %s the %s daily median of the %d days before; the limit is %s"
                            .formatted(
                                    metric.code(),
                                    metric.format(value),
                                    metric.format(change),
                                    metric.unit().display(),
                                    direction == Direction.RISE ? "above" : "below",
                                    name(),
                                    days,
                                    metric.format(amount)));
        }
        return change <= clear ? Judgement.CLEARS : Judgement.HOLDS;
    }

    private double reference(double[] medians) {
        return switch (against) {
            case LOWEST -> Arrays.stream(medians).min().orElseThrow();
            case HIGHEST -> Arrays.stream(medians).max().orElseThrow();
            case MEDIAN -> metric.round(DayWindow.median(medians));
        };
    }

    private String name() {
        return switch (against) {
            case LOWEST -> "lowest";
            case HIGHEST -> "highest";
            case MEDIAN -> "median";
        };
    }

    @Override
    public List<Reading> evidence(Reading reading, History history) {
        return Stream.concat(DayWindow.before(reading, days, history).readings().stream(), Stream.of(reading))
                .sorted(Reading.BY_TIME)
                .toList();
    }

    @Override
    public String describe() {
        return "%s %s by %s %s or more against the %s daily median of the %d days before"
                .formatted(
                        metric.code(),
                        direction == Direction.RISE ? "up" : "down",
                        metric.format(amount),
                        metric.unit().display(),
                        name(),
                        days);
    }
}
