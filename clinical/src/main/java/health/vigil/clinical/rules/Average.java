package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A mean beyond a limit, over a window of local days that ends with the reading's own.
///
/// NICE: 7 days, at least 4 of them, the first left out. AHA: 7 days, all kept, at least 12 readings. Morning and
/// evening apart: two rules with that filter.
///
/// @param days how many local days
/// @param withoutFirstDay leaves out the first day that has readings
/// @param minimumDays with readings, after the first was left out
/// @param minimumReadings with a number, after the first day was left out
public record Average(List<Bound> bounds, int days, boolean withoutFirstDay, int minimumDays, int minimumReadings)
        implements OverDays {

    public Average {
        bounds = List.copyOf(bounds);
        Bound.checkedKind(bounds);
    }

    @Override
    public Set<ReadingKind> kinds() {
        return Bound.kinds(bounds);
    }

    @Override
    public Judgement judge(Reading reading, History history) {
        var window = window(reading, history);
        var dayCount = window.days();
        if (dayCount < minimumDays) {
            return Judgement.HOLDS;
        }
        var excess = 0.0;
        var beyond = new ArrayList<Supplier<String>>();
        var clear = true;
        for (var bound : bounds) {
            var numbers = window.numbers(bound.metric());
            if (numbers.length < Math.max(1, minimumReadings)) {
                return Judgement.HOLDS;
            }
            var mean = new Value.Exact(bound.metric().roundMean(DayWindow.mean(numbers)));
            if (bound.isBeyond(mean)) {
                excess = Math.max(excess, bound.excess(mean));
                var count = numbers.length;
                beyond.add(() -> "mean " + bound.describe(mean) + " (" + count + " readings on " + dayCount + " days)");
            }
            clear &= bound.isClear(mean);
        }
        if (!beyond.isEmpty()) {
            return Judgement.violates(
                    excess, () -> beyond.stream().map(Supplier::get).collect(Collectors.joining(" and ")));
        }
        return clear ? Judgement.CLEARS : Judgement.HOLDS;
    }

    private DayWindow window(Reading reading, History history) {
        var window = DayWindow.upTo(reading, days, history);
        return withoutFirstDay ? window.withoutFirstDay() : window;
    }

    @Override
    public List<Reading> evidence(Reading reading, History history) {
        return window(reading, history).readings();
    }

    @Override
    public String describe() {
        return "mean of %d days: %s; at least %d readings on %d days%s"
                .formatted(
                        days,
                        Bound.describe(bounds),
                        minimumReadings,
                        minimumDays,
                        withoutFirstDay ? ", the first day left out" : "");
    }
}
