package health.vigil.clinical.vitals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;

/// Everything Vigil knows of a metric: adding one is adding a line here.
///
/// Plausible ranges are a house choice, wide enough for the living; values outside are kept, but as rejected.
/// Values are compared and stored at display precision: 3.9 mmol/L is 70.26 mg/dL, shown and treated as 70, which is
/// not low.
public enum Metric {
    SYSTOLIC("systolic", Unit.MILLIMETRE_OF_MERCURY, "8480-6", 50, 300, 0, false),
    DIASTOLIC("diastolic", Unit.MILLIMETRE_OF_MERCURY, "8462-4", 20, 200, 0, false),
    MEAN_ARTERIAL_PRESSURE("mean-arterial-pressure", Unit.MILLIMETRE_OF_MERCURY, "8478-0", 20, 300, 0, false),
    PULSE("pulse", Unit.PER_MINUTE, "8867-4", 20, 250, 0, false),
    GLUCOSE("glucose", Unit.MILLIGRAM_PER_DECILITRE, "41653-7", 10, 600, 0, true),
    WEIGHT("weight", Unit.KILOGRAM, "29463-7", 2, 400, 2, false);

    private static final double[] POWERS = {1, 10, 100, 1_000};

    private final String code;
    private final Unit unit;
    private final String loinc;
    private final double lowestPlausible;
    private final double highestPlausible;
    private final int decimals;
    private final boolean meterSaysHighOrLow;

    Metric(
            String code,
            Unit unit,
            String loinc,
            double lowestPlausible,
            double highestPlausible,
            int decimals,
            boolean meterSaysHighOrLow) {
        this.code = code;
        this.unit = unit;
        this.loinc = loinc;
        this.lowestPlausible = lowestPlausible;
        this.highestPlausible = highestPlausible;
        this.decimals = decimals;
        this.meterSaysHighOrLow = meterSaysHighOrLow;
    }

    /// The name in JSON, URLs and identities, e.g. `systolic`.
    public String code() {
        return code;
    }

    /// The canonical unit: every stored value is in it.
    public Unit unit() {
        return unit;
    }

    /// The LOINC code of a home measurement of this metric.
    public String loinc() {
        return loinc;
    }

    /// Digits behind the point that a device of this kind shows.
    public int decimals() {
        return decimals;
    }

    /// Lowest plausible value, inclusive, in the canonical unit.
    public double lowestPlausible() {
        return lowestPlausible;
    }

    /// Highest plausible value, inclusive, in the canonical unit.
    public double highestPlausible() {
        return highestPlausible;
    }

    /// Whether meters say HI or LO of this metric instead of a number.
    public boolean meterSaysHighOrLow() {
        return meterSaysHighOrLow;
    }

    public static Optional<Metric> of(String code) {
        return Arrays.stream(values())
                .filter(metric -> metric.code.equals(code))
                .findFirst();
    }

    /// Whether a number is of a size that can be reckoned with, whatever it measures: 30 digits at most, and at most 30
    /// places from the point. Something that is sent as 1e999999999 takes gigabytes once it is written out, or
    // hours.
    public static boolean isOrdinary(BigDecimal number) {
        return number.precision() <= 30 && number.scale() >= -30 && number.scale() <= 30;
    }

    /// A value in this metric's unit at display precision, halves away from zero.
    ///
    /// @param value [ordinary][#isOrdinary(BigDecimal)]
    /// @throws IllegalArgumentException when the unit measures something else
    public Value.Exact normalise(BigDecimal value, Unit from) {
        if (!from.measuresSameAs(unit)) {
            throw new IllegalArgumentException(from.ucum() + " is no unit of " + code);
        }
        return new Value.Exact(from.convert(value, unit)
                .setScale(decimals, RoundingMode.HALF_UP)
                .doubleValue());
    }

    /// Rounds what was computed from values (a difference, a median) to display precision, so that 82.4 − 81.0 is 1.4.
    /// First what binary arithmetic left behind: the middle of 80.07 and 80.08 is 80.075, and not
    // 80.07499999999999.
    public double round(double value) {
        return round(value, decimals);
    }

    /// Rounds a mean: to one digit more than a device shows, so that 134.6 is not yet 135.
    public double roundMean(double mean) {
        return round(mean, decimals + 1);
    }

    private double round(double value, int places) {
        var scaled = value * POWERS[places];
        var nearest = Math.round(scaled);
        // Only near the middle between two is there anything to decide.
        if (Math.abs(scaled) < 1e9 && Math.abs(scaled - nearest) < 0.499) {
            return nearest / POWERS[places];
        }
        return BigDecimal.valueOf(value)
                .setScale(decimals + 6, RoundingMode.HALF_UP)
                .setScale(places, RoundingMode.HALF_UP)
                .doubleValue();
    }

    boolean isPlausible(Value value) {
        return switch (value) {
            case Value.Exact(double number) -> number >= lowestPlausible && number <= highestPlausible;
            case Value.OutOfRange _ -> meterSaysHighOrLow;
        };
    }

    /// The number as it is, at display precision at least.
    public String format(double number) {
        var exact = BigDecimal.valueOf(number).stripTrailingZeros();
        return exact.setScale(Math.max(decimals, exact.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    /// The value as a person would write it, without its unit.
    public String format(Value value) {
        return switch (value) {
            case Value.Exact(double number) ->
                BigDecimal.valueOf(number)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .toPlainString();
            case Value.OutOfRange outside -> outside.display();
        };
    }
}
