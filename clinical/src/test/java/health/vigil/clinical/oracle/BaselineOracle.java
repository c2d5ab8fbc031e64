package health.vigil.clinical.oracle;

import health.vigil.clinical.rules.Baseline;
import health.vigil.clinical.vitals.Reading;
import java.math.BigDecimal;
import java.math.RoundingMode;

record BaselineOracle(Baseline baseline) implements Demand {

    private static final BigDecimal NORMAL = new BigDecimal("1.4826");

    @Override
    public Verdict of(Reading reading, Seen seen) {
        var value = Exact.number(baseline.metric(), reading);
        var numbers = Exact.numbers(baseline.metric(), seen.ofDaysBefore(reading, baseline.days()));
        if (value.isEmpty() || numbers.isEmpty() || numbers.size() < baseline.minimumReadings()) {
            return Verdict.HOLDS;
        }
        var median = Exact.median(numbers);
        var spread = Exact.median(
                numbers.stream().map(number -> number.subtract(median).abs()).toList());
        var deviation = spread.multiply(NORMAL).max(BigDecimal.valueOf(baseline.leastDeviation()));
        var z = value.get()
                .subtract(median)
                .divide(deviation, Exact.DIGITS)
                .setScale(2, RoundingMode.HALF_UP)
                .doubleValue();
        var unusual =
                switch (baseline.side()) {
                    case ABOVE -> z;
                    case BELOW -> -z;
                    case EITHER -> Math.abs(z);
                };
        if (unusual >= baseline.score()) {
            return Verdict.violates(unusual / baseline.score());
        }
        return unusual <= baseline.clear() ? Verdict.CLEARS : Verdict.HOLDS;
    }
}
