package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Set;

/// A coefficient of variation (standard deviation of the sample over the mean) above a limit, over a window of local
/// days that ends with the reading's own. Glucose up to 36 % is stable.
///
/// @param days how many local days
/// @param percent the limit, exclusive
/// @param clear the level at which an episode ends, inclusive
/// @param minimumReadings with a number; 2 at least
public record Variability(Metric metric, int days, double percent, double clear, int minimumReadings)
        implements OverDays {

    public Variability {
        if (clear > percent) {
            throw new IllegalArgumentException("the clear level of a variability must not exceed its limit");
        }
    }

    @Override
    public Set<ReadingKind> kinds() {
        return Set.of(ReadingKind.carrying(metric));
    }

    @Override
    public Judgement judge(Reading reading, History history) {
        var numbers = DayWindow.upTo(reading, days, history).numbers(metric);
        if (numbers.length < Math.max(2, minimumReadings)) {
            return Judgement.HOLDS;
        }
        var count = numbers.length;
        var mean = DayWindow.mean(numbers);
        var variation = DayWindow.percent(Math.sqrt(squares(numbers, mean) / (count - 1)), mean);
        if (variation > percent) {
            return Judgement.violates(
                    variation / percent, () -> "%s varies by %s %% (%d readings in %d days); the limit is %s %%"
                            .formatted(metric.code(), variation, count, days, percent));
        }
        return variation <= clear ? Judgement.CLEARS : Judgement.HOLDS;
    }

    private static double squares(double[] numbers, double mean) {
        var squares = new DoubleSummaryStatistics();
        for (var number : numbers) {
            squares.accept((number - mean) * (number - mean));
        }
        return squares.getSum();
    }

    @Override
    public List<Reading> evidence(Reading reading, History history) {
        return DayWindow.upTo(reading, days, history).readings();
    }

    @Override
    public String describe() {
        return "%s varies by more than %s %% within %d days".formatted(metric.code(), percent, days);
    }
}
