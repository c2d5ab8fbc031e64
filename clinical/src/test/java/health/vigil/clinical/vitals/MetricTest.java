package health.vigil.clinical.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {

    @ParameterizedTest
    @CsvSource({
        "SYSTOLIC, systolic, 8480-6, mm[Hg]",
        "DIASTOLIC, diastolic, 8462-4, mm[Hg]",
        "MEAN_ARTERIAL_PRESSURE, mean-arterial-pressure, 8478-0, mm[Hg]",
        "PULSE, pulse, 8867-4, /min",
        "GLUCOSE, glucose, 41653-7, mg/dL",
        "WEIGHT, weight, 29463-7, kg",
    })
    void carriesItsNameItsLoincCodeAndItsCanonicalUnit(Metric metric, String code, String loinc, String ucum) {
        assertThat(metric.code()).isEqualTo(code);
        assertThat(metric.loinc()).isEqualTo(loinc);
        assertThat(metric.unit().ucum()).isEqualTo(ucum);
        assertThat(Metric.of(code)).contains(metric);
    }

    @Test
    void doesNotGuessAtAnUnknownName() {
        assertThat(Metric.of("Systolic")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void belongsToExactlyOneKindOfReading(Metric metric) {
        assertThat(ReadingKind.values())
                .filteredOn(kind -> kind.metrics().contains(metric))
                .containsExactly(ReadingKind.carrying(metric));
    }

    @ParameterizedTest
    @CsvSource({
        "GLUCOSE, 3.9, mmol/L, 70",
        "GLUCOSE, 3.8, mmol/L, 68",
        "GLUCOSE, 3.0, mmol/L, 54",
        "GLUCOSE, 2.9, mmol/L, 52",
        "GLUCOSE, 10.0, mmol/L, 180",
        "GLUCOSE, 10.1, mmol/L, 182",
        "GLUCOSE, 13.9, mmol/L, 250",
        "GLUCOSE, 14.0, mmol/L, 252",
        "GLUCOSE, 6.3, mmol/L, 113",
        "GLUCOSE, 69.5, mg/dL, 70",
        "GLUCOSE, 69.49, mg/dL, 69",
        "WEIGHT, 185, lb, 83.91",
        "WEIGHT, 157.00, lb, 71.21",
        "WEIGHT, 13.5, st, 85.73",
        "WEIGHT, 82405, g, 82.41",
        "WEIGHT, 82.404, kg, 82.40",
        "SYSTOLIC, 16, kPa, 120",
        "SYSTOLIC, 24.0, kPa, 180",
        "DIASTOLIC, 10.7, kPa, 80",
        "PULSE, 72, bpm, 72",
    })
    void normalisesToTheCanonicalUnitAtDisplayPrecision(Metric metric, BigDecimal value, String unit, double expected) {
        var normalised = metric.normalise(value, Unit.of(unit).orElseThrow());

        assertThat(normalised.number()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"GLUCOSE, KILOGRAM", "WEIGHT, MILLIMOLE_PER_LITRE", "SYSTOLIC, PER_MINUTE", "PULSE, KILOPASCAL"})
    void refusesAUnitOfSomethingElse(Metric metric, Unit unit) {
        assertThatThrownBy(() -> metric.normalise(BigDecimal.TEN, unit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(metric.code());
    }

    @Property
    void roundsADifferenceOfTwoShownWeightsToTheDecimalDifference(
            @ForAll @IntRange(min = 200, max = 40_000) int before, @ForAll @IntRange(max = 1_000) int gain) {
        var rounded = Metric.WEIGHT.round((before + gain) / 100.0 - before / 100.0);

        assertThat(rounded).isEqualTo(gain / 100.0);
    }

    @Property
    void roundsTheMiddleOfTwoShownWeightsHalfUp(
            @ForAll @IntRange(min = 200, max = 40_000) int lower, @ForAll @IntRange(max = 1_000) int distance) {
        var rounded = Metric.WEIGHT.round((lower / 100.0 + (lower + distance) / 100.0) / 2);

        assertThat(rounded).isEqualTo((lower + (distance + 1) / 2) / 100.0);
    }

    @ParameterizedTest
    @CsvSource({"SYSTOLIC, 142, 142", "WEIGHT, 82.4, 82.40", "WEIGHT, 100, 100.00", "GLUCOSE, 104, 104"})
    void writesAValueAsItsDeviceShowsIt(Metric metric, double value, String expected) {
        assertThat(metric.format(new Value.Exact(value))).isEqualTo(expected);
    }

    @Test
    void writesHiAndLoAsTheMeterDoes() {
        assertThat(Metric.GLUCOSE.format(Value.OutOfRange.HIGH)).isEqualTo("HI");
        assertThat(Metric.GLUCOSE.format(Value.OutOfRange.LOW)).isEqualTo("LO");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void knowsNoNumberThatIsNotFinite(double number) {
        assertThatThrownBy(() -> new Value.Exact(number)).isInstanceOf(IllegalArgumentException.class);
    }
}
