package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.Change;
import health.vigil.clinical.vitals.Reading;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

record ChangeOracle(Change change) implements Demand {

    @Override
    public Verdict of(Reading reading, Seen seen) {
        var metric = change.metric();
        var value = Exact.number(metric, reading);
        var medians = medians(reading, seen);
        if (value.isEmpty() || medians.isEmpty() || medians.size() < change.minimumDays()) {
            return Verdict.HOLDS;
        }
        var reference =
                switch (change.against()) {
                    case LOWEST -> medians.getFirst();
                    case HIGHEST -> medians.getLast();
                    case MEDIAN -> Exact.shown(metric, Exact.median(medians));
                };
        var rise = value.get().subtract(reference);
        var changed = (change.direction() == Change.Direction.RISE ? rise : rise.negate()).doubleValue();
        if (changed >= change.amount()) {
            return Verdict.violates(changed / change.amount());
        }
        return changed <= change.clear() ? Verdict.CLEARS : Verdict.HOLDS;
    }

    /// Of each day that has a number, lowest first.
    private List<BigDecimal> medians(Reading reading, Seen seen) {
        var metric = change.metric();
        var days = seen.ofDaysBefore(reading, change.days()).stream()
                .collect(Collectors.groupingBy(seen::dayOf, TreeMap::new, Collectors.toList()));
        return days.values().stream()
                .map(day -> Exact.numbers(metric, day))
                .filter(numbers -> !numbers.isEmpty())
                .map(numbers -> Exact.shown(metric, Exact.median(numbers)))
                .sorted()
                .toList();
    }
}
