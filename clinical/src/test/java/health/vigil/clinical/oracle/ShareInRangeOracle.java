package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.ShareInRange;
import health.vigil.clinical.vitals.Reading;
import java.math.BigDecimal;

record ShareInRangeOracle(ShareInRange range) implements Demand {

    @Override
    public Verdict of(Reading reading, Seen seen) {
        var values = seen.ofDaysUpTo(reading, range.days()).stream()
                .flatMap(each -> Limits.number(range.metric(), each).stream())
                .toList();
        if (values.isEmpty() || values.size() < range.minimumReadings()) {
            return Verdict.HOLDS;
        }
        var inside = values.stream()
                .filter(value -> value >= range.low() && value <= range.high())
                .count();
        var share = Exact.percent(BigDecimal.valueOf(inside), BigDecimal.valueOf(values.size()));
        if (share < range.percent()) {
            return Verdict.violates((range.percent() - share) / range.percent());
        }
        return share >= range.clear() ? Verdict.CLEARS : Verdict.HOLDS;
    }
}
