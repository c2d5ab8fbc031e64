package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A jump that the patient's own history makes implausible: more often another person on the scale. Such a reading
/// waits for a human's decision and counts in no trend until it is confirmed.
///
/// @param days how many local days before the reading, its own included, to compare with
/// @param percent how far from the median of those readings is implausible, exclusive
/// @param minimumReadings below that, nothing can be said
public record OtherPerson(Metric metric, int days, double percent, int minimumReadings) implements OverDays {

    @Override
    public Set<ReadingKind> kinds() {
        return Set.of(ReadingKind.carrying(metric));
    }

    @Override
    public Judgement judge(Reading reading, History history) {
        if (reading.context().confirmed()
                || !(reading.measurements().get(metric) instanceof Value.Exact(double value))) {
            return Judgement.CLEARS;
        }
        var numbers = earlier(reading, history).numbers(metric);
        if (numbers.length < Math.max(1, minimumReadings)) {
            return Judgement.CLEARS;
        }
        var count = numbers.length;
        var median = metric.round(DayWindow.median(numbers));
        var jump = DayWindow.percent(Math.abs(value - median), median);
        return jump > percent
                ? Judgement.violates(
                        jump / percent,
                        () -> "%s %s is %s %% from the median %s of the last %d readings; it may be another person's"
                                .formatted(metric.code(), metric.format(value), jump, metric.format(median), count))
                : Judgement.CLEARS;
    }

    private DayWindow earlier(Reading reading, History history) {
        return new DayWindow(DayWindow.upTo(reading, days, history).dated().stream()
                .filter(each -> !each.reading().id().equals(reading.id()))
                .toList());
    }

    @Override
    public List<Reading> evidence(Reading reading, History history) {
        return Stream.concat(earlier(reading, history).readings().stream(), Stream.of(reading))
                .toList();
    }

    @Override
    public String describe() {
        return "%s more than %s %% from the median of the last %d days".formatted(metric.code(), percent, days);
    }
}
