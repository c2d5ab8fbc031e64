package health.vigil.clinical.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTest {

    @ParameterizedTest
    @CsvSource({
        "mm[Hg], MILLIMETRE_OF_MERCURY",
        "mmHg, MILLIMETRE_OF_MERCURY",
        "kPa, KILOPASCAL",
        "/min, PER_MINUTE",
        "bpm, PER_MINUTE",
        "mg/dL, MILLIGRAM_PER_DECILITRE",
        "mg/dl, MILLIGRAM_PER_DECILITRE",
        "mmol/L, MILLIMOLE_PER_LITRE",
        "mmol/l, MILLIMOLE_PER_LITRE",
        "kg, KILOGRAM",
        "g, GRAM",
        "[lb_av], POUND",
        "lb, POUND",
        "lbs, POUND",
        "[stone_av], STONE",
        "st, STONE",
    })
    void knowsEachUnitByItsUcumCodeAndByTheSpellingsOfDevices(String spelling, Unit expected) {
        assertThat(Unit.of(spelling)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "lb lbs", "KG", "mmol", "mg", "kg ", "°C"})
    void doesNotGuessAtAnUnknownUnit(String spelling) {
        assertThat(Unit.of(spelling)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void hasTheUcumCodeAsItsOwnName(Unit unit) {
        assertThat(Unit.of(unit.ucum())).contains(unit);
    }

    @ParameterizedTest
    @CsvSource({
        "1, mmol/L, mg/dL, 18.0156",
        "5.8, mmol/L, mg/dL, 104.49048",
        "1, lb, kg, 0.45359237",
        "1, st, lb, 14",
        "1, st, kg, 6.35029318",
        "82400, g, kg, 82.4",
        "101.325, kPa, mmHg, 760",
        "1, mmHg, kPa, 0.133322387415",
    })
    void convertsByTheFactorsOfTheAuthorities(BigDecimal value, String from, String to, BigDecimal expected) {
        var converted = Unit.of(from).orElseThrow().convert(value, Unit.of(to).orElseThrow());

        assertThat(converted).isCloseTo(expected, Offset.offset(new BigDecimal("0.0002")));
    }

    @Test
    void leavesAValueInItsOwnUnitUntouched() {
        var value = new BigDecimal("82.4000000000000000000001");

        assertThat(Unit.KILOGRAM.convert(value, Unit.KILOGRAM)).isEqualTo(value);
    }

    @Test
    void tellsApartUnitsOfDifferentQuantities() {
        assertThat(Unit.POUND.measuresSameAs(Unit.STONE)).isTrue();
        assertThat(Unit.POUND.measuresSameAs(Unit.KILOPASCAL)).isFalse();
        assertThat(Unit.MILLIMOLE_PER_LITRE.measuresSameAs(Unit.PER_MINUTE)).isFalse();
    }
}
