package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.Average;
import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.vitals.Reading;
import java.util.Comparator;
import java.util.List;

record AverageOracle(Average average) implements Demand {

    @Override
    public Verdict of(Reading reading, Seen seen) {
        var window = window(reading, seen);
        if (isTooLittle(window, seen)) {
            return Verdict.HOLDS;
        }
        var beyond = average.bounds().stream()
                .filter(bound -> Limits.isBeyond(bound, mean(bound, window)))
                .mapToDouble(bound -> Limits.excess(bound, mean(bound, window)))
                .max();
        if (beyond.isPresent()) {
            return Verdict.violates(beyond.getAsDouble());
        }
        return average.bounds().stream().allMatch(bound -> Limits.isBack(bound, mean(bound, window)))
                ? Verdict.CLEARS
                : Verdict.HOLDS;
    }

    private List<Reading> window(Reading reading, Seen seen) {
        var all = seen.ofDaysUpTo(reading, average.days());
        var first = all.stream().map(seen::dayOf).min(Comparator.naturalOrder()).orElseThrow();
        return all.stream()
                .filter(each -> !average.withoutFirstDay() || seen.dayOf(each).isAfter(first))
                .toList();
    }

    private boolean isTooLittle(List<Reading> window, Seen seen) {
        var days = window.stream().map(seen::dayOf).distinct().count();
        return days < average.minimumDays()
                || average.bounds().stream()
                        .map(bound -> Exact.numbers(bound.metric(), window).size())
                        .anyMatch(count -> count == 0 || count < average.minimumReadings());
    }

    private static double mean(Bound bound, List<Reading> window) {
        var mean = Exact.mean(Exact.numbers(bound.metric(), window));
        return Exact.shownMean(bound.metric(), mean).doubleValue();
    }
}
