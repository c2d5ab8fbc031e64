package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.vitals.Reading;

record OtherPersonOracle(OtherPerson person) implements Demand {

    @Override
    public Verdict of(Reading reading, Seen seen) {
        var metric = person.metric();
        var value = Exact.number(metric, reading);
        var earlier = seen.ofDaysUpTo(reading, person.days()).stream()
                .filter(each -> Reading.BY_TIME.compare(each, reading) < 0)
                .toList();
        var numbers = Exact.numbers(metric, earlier);
        if (reading.context().confirmed()
                || value.isEmpty()
                || numbers.isEmpty()
                || numbers.size() < person.minimumReadings()) {
            return Verdict.CLEARS;
        }
        var median = Exact.shown(metric, Exact.median(numbers));
        var jump = Exact.percent(value.get().subtract(median).abs(), median);
        return jump > person.percent() ? Verdict.violates(jump / person.percent()) : Verdict.CLEARS;
    }
}
