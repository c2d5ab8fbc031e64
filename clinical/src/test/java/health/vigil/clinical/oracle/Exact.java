package health.vigil.clinical.oracle;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/// Statistics in decimals, rounded as a person would with pencil and paper.
final class Exact {

    static final MathContext DIGITS = MathContext.DECIMAL128;

    private Exact() {}

    /// The numbers of one metric, HI and LO left out, lowest first.
    static List<BigDecimal> numbers(Metric metric, List<Reading> readings) {
        return Calendar.numbers(Calendar.values(metric, readings));
    }

    static Optional<BigDecimal> number(Metric metric, Reading reading) {
        return numbers(metric, List.of(reading)).stream().findFirst();
    }

    static BigDecimal mean(List<BigDecimal> numbers) {
        return sum(numbers).divide(BigDecimal.valueOf(numbers.size()), DIGITS);
    }

    static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static BigDecimal median(List<BigDecimal> numbers) {
        var sorted = numbers.stream().sorted().toList();
        var lower = sorted.get((sorted.size() - 1) / 2);
        var upper = sorted.get(sorted.size() / 2);
        return lower.add(upper).divide(BigDecimal.TWO);
    }

    /// As a device shows it.
    static BigDecimal shown(Metric metric, BigDecimal number) {
        return number.setScale(metric.decimals(), RoundingMode.HALF_UP);
    }

    /// With one digit more than a device shows.
    static BigDecimal shownMean(Metric metric, BigDecimal mean) {
        return mean.setScale(metric.decimals() + 1, RoundingMode.HALF_UP);
    }

    /// With one digit behind the point.
    static double percent(BigDecimal part, BigDecimal whole) {
        return part.multiply(BigDecimal.valueOf(100))
                .divide(whole, DIGITS)
                .setScale(1, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
