package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.Variability;
import health.vigil.clinical.vitals.Reading;
import java.math.BigDecimal;

record VariabilityOracle(Variability variability) implements Demand {

    @Override
    public Verdict of(Reading reading, Seen seen) {
        var numbers = Exact.numbers(variability.metric(), seen.ofDaysUpTo(reading, variability.days()));
        if (numbers.size() < 2 || numbers.size() < variability.minimumReadings()) {
            return Verdict.HOLDS;
        }
        var mean = Exact.mean(numbers);
        var variance = Exact.sum(numbers.stream()
                        .map(number -> number.subtract(mean).pow(2))
                        .toList())
                .divide(BigDecimal.valueOf(numbers.size() - 1), Exact.DIGITS);
        var percent = Exact.percent(variance.sqrt(Exact.DIGITS), mean);
        if (percent > variability.percent()) {
            return Verdict.violates(percent / variability.percent());
        }
        return percent <= variability.clear() ? Verdict.CLEARS : Verdict.HOLDS;
    }
}
