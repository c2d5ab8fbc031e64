package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A value that is unusual for this patient: robust z-score against the median and the median absolute deviation (MAD,
/// times 1.4826, which makes it a standard deviation where readings are normally distributed) of the days before.
///
/// @param days how many local days before the reading's own
/// @param score the z-score that violates, inclusive
/// @param clear the z-score at which an episode ends, inclusive
/// @param minimumReadings below that, nothing can be said
/// @param leastDeviation what the deviation is taken for at least, in the metric's canonical unit: a patient whose
///     readings hardly differ is not alarmed by a trifle
public record Baseline(
        Metric metric, Side side, int days, double score, double clear, int minimumReadings, double leastDeviation)
        implements OverDays {

    private static final double NORMAL = 1.4826;

    /// Which way is unusual.
    public enum Side {
        ABOVE,
        BELOW,
        EITHER
    }

    public Baseline {
        if (clear > score || leastDeviation <= 0) {
            throw new IllegalArgumentException("clear must not exceed score, and leastDeviation must be positive");
        }
    }

    @Override
    public Set<ReadingKind> kinds() {
        return Set.of(ReadingKind.carrying(metric));
    }

    @Override
    public Judgement judge(Reading reading, History history) {
        if (!(reading.measurements().get(metric) instanceof Value.Exact(double value))) {
            return Judgement.HOLDS;
        }
        var numbers = DayWindow.before(reading, days, history).numbers(metric);
        if (numbers.length < Math.max(1, minimumReadings)) {
            return Judgement.HOLDS;
        }
        var median = DayWindow.median(numbers);
        var deviation = Math.max(NORMAL * DayWindow.median(distances(numbers, median)), leastDeviation);
        var z = Math.round((value - median) / deviation * 100) / 100.0;
        var unusual =
                switch (side) {
                    case ABOVE -> z;
                    case BELOW -> -z;
                    case EITHER -> Math.abs(z);
                };
        if (unusual >= score) {
            var count = numbers.length;
            return Judgement.violates(
                    unusual / score,
                    () -> "%s %s is unusual for this patient: z %s, limit %s; median %s, %d readings in %d days"
                            .formatted(
                                    metric.code(),
                                    metric.format(value),
                                    z,
                                    score,
                                    metric.format(metric.roundMean(median)),
                                    count,
                                    days));
        }
        return unusual <= clear ? Judgement.CLEARS : Judgement.HOLDS;
    }

    private static double[] distances(double[] numbers, double from) {
        var distances = new double[numbers.length];
        for (var place = 0; place < numbers.length; place++) {
            distances[place] = Math.abs(numbers[place] - from);
        }
        return distances;
    }

    @Override
    public List<Reading> evidence(Reading reading, History history) {
        return Stream.concat(DayWindow.before(reading, days, history).readings().stream(), Stream.of(reading))
                .sorted(Reading.BY_TIME)
                .toList();
    }

    @Override
    public String describe() {
        return "%s unusual for this patient (z at or beyond %s against the %d days before)"
                .formatted(metric.code(), score, days);
    }
}
