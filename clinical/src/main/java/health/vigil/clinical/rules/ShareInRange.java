package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.util.List;
import java.util.Set;

/// Too small a share of readings in the target range, over a window of local days that ends with the reading's own. HI
/// and LO are out of range.
///
/// @param low lower end of the range, inclusive
/// @param high upper end of the range, inclusive
/// @param days how many local days
/// @param percent the limit, exclusive: violated below it
/// @param clear the share at which an episode ends, inclusive
/// @param minimumReadings below that, nothing can be said
public record ShareInRange(
        Metric metric, double low, double high, int days, double percent, double clear, int minimumReadings)
        implements OverDays {

    public ShareInRange {
        if (clear < percent || low > high) {
            throw new IllegalArgumentException("clear must not be below percent, nor high below low");
        }
    }

    @Override
    public Set<ReadingKind> kinds() {
        return Set.of(ReadingKind.carrying(metric));
    }

    @Override
    public Judgement judge(Reading reading, History history) {
        var window = DayWindow.upTo(reading, days, history).dated();
        var values = 0;
        var inside = 0;
        for (var each : window) {
            var value = each.reading().measurements().get(metric);
            if (value != null) {
                values++;
                inside += value.rank() >= low && value.rank() <= high ? 1 : 0;
            }
        }
        if (values < Math.max(1, minimumReadings)) {
            return Judgement.HOLDS;
        }
        var count = values;
        var share = DayWindow.percent(inside, count);
        if (share < percent) {
            return Judgement.violates(
                    (percent - share) / percent,
                    () -> "%s %% of %d readings of %s in %d days are in range (%s to %s %s); the limit is %s %%"
                            .formatted(
                                    share,
                                    count,
                                    metric.code(),
                                    days,
                                    metric.format(low),
                                    metric.format(high),
                                    metric.unit().display(),
                                    percent));
        }
        return share >= clear ? Judgement.CLEARS : Judgement.HOLDS;
    }

    @Override
    public List<Reading> evidence(Reading reading, History history) {
        return DayWindow.upTo(reading, days, history).readings();
    }

    @Override
    public String describe() {
        return "less than %s %% of the readings of %s within %d days in range".formatted(percent, metric.code(), days);
    }
}
