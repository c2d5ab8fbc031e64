package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// A gain against the lowest daily median of the days before, e.g. of weight in heart failure.
///
/// @param days how many local days before the reading's own to look at
/// @param rise the gain that violates, inclusive, in the metric's canonical unit
/// @param clear the gain at which an episode ends, inclusive
public record RiseRule(String id, String title, Severity severity, Metric metric, int days, double rise, double clear)
        implements Rule {

    @Override
    public ReadingKind kind() {
        return ReadingKind.carrying(metric);
    }

    @Override
    public int reachDays() {
        return days;
    }

    @Override
    public boolean needsTrustedTime() {
        return true;
    }

    /// Holds where the days before have no reading: nothing can be said.
    @Override
    public Judgement judge(Reading reading, History history) {
        if (!(reading.value(metric).orElse(null) instanceof Value.Exact(double value))) {
            return new Judgement.Holds();
        }
        var day = history.dayOf(reading.measuredAt());
        var lowest = history.between(day.minusDays(days), day).values().stream()
                .map(this::median)
                .flatMapToDouble(OptionalDouble::stream)
                .min();
        if (lowest.isEmpty()) {
            return new Judgement.Holds();
        }
        var gain = metric.round(value - lowest.getAsDouble());
        if (gain >= rise) {
            return new Judgement.Violates(
                    gain / rise,
                    "%s: %s is %s %s above the lowest daily median of the %d days before; the limit is %s."
                            .formatted(
                                    title,
                                    format(value),
                                    format(gain),
                                    metric.unit().display(),
                                    days,
                                    format(rise)));
        }
        return gain <= clear ? new Judgement.Clears() : new Judgement.Holds();
    }

    private String format(double number) {
        return metric.format(new Value.Exact(number));
    }

    private OptionalDouble median(List<Reading> readings) {
        var sorted = readings.stream()
                .flatMap(reading -> reading.value(metric).stream())
                .<Double>mapMulti(RiseRule::number)
                .sorted()
                .toList();
        if (sorted.isEmpty()) {
            return OptionalDouble.empty();
        }
        var upper = sorted.get(sorted.size() / 2);
        var lower = sorted.get((sorted.size() - 1) / 2);
        return OptionalDouble.of(metric.round((lower + upper) / 2));
    }

    private static void number(Value value, Consumer<Double> sink) {
        if (value instanceof Value.Exact(double number)) {
            sink.accept(number);
        }
    }
}
