package health.vigil.clinical.plans;

import static health.vigil.clinical.vitals.Readings.bloodPressure;
import static health.vigil.clinical.vitals.Readings.glucose;
import static health.vigil.clinical.vitals.Readings.weight;
import static health.vigil.clinical.vitals.Readings.withSuspectClock;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Readings;
import health.vigil.clinical.vitals.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final Instant NOON = Instant.parse("2026-06-10T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @ParameterizedTest
    @CsvSource({
        "180,  80, blood-pressure-crisis CRITICAL",
        "150, 120, blood-pressure-crisis CRITICAL",
        "300, 200, blood-pressure-crisis CRITICAL",
        "179, 119, blood-pressure-high LOW",
        "150,  80, blood-pressure-high LOW",
        "149,  95, blood-pressure-high LOW",
        "149,  94, ",
        " 90,  60, ",
        " 89,  60, blood-pressure-low HIGH",
        " 90,  59, blood-pressure-low HIGH",
        "120,  80, ",
    })
    void raisesOneRuleForAPressureBeyondItsLimits(double systolic, double diastolic, String expected) {
        assertThat(raised(bloodPressure(NOON, systolic, diastolic)))
                .isEqualTo(Optional.ofNullable(expected).orElse(""));
    }

    @ParameterizedTest
    @CsvSource({
        " 53, glucose-dangerously-low CRITICAL",
        " 54, glucose-low HIGH",
        " 69, glucose-low HIGH",
        " 70, ",
        "100, ",
        "180, ",
        "181, glucose-high LOW",
        "250, glucose-high LOW",
        "251, glucose-very-high HIGH",
    })
    void raisesOneRuleForAGlucoseBeyondItsLimits(double value, String expected) {
        assertThat(raised(glucose(NOON, value)))
                .isEqualTo(Optional.ofNullable(expected).orElse(""));
    }

    @Test
    void takesHiForVeryHighAndLoForDangerouslyLow() {
        assertThat(raised(glucose(NOON, Value.OutOfRange.HIGH))).isEqualTo("glucose-very-high HIGH");
        assertThat(raised(glucose(NOON, Value.OutOfRange.LOW))).isEqualTo("glucose-dangerously-low CRITICAL");
    }

    @ParameterizedTest
    @CsvSource({
        "82.7, 1, 84.1, weight-gain-2-days HIGH",
        "82.7, 2, 84.1, weight-gain-2-days HIGH",
        "82.7, 1, 84.09, ",
        "82.7, 3, 84.1, ",
        "82.7, 3, 85.0, weight-gain-7-days HIGH",
        "81.1, 7, 83.4, weight-gain-7-days HIGH",
        "81.1, 7, 83.39, ",
        "81.1, 8, 90, ",
        "84.1, 1, 82.7, ",
    })
    void raisesAWeightGainAgainstTheDaysBefore(double before, int days, double now, String expected) {
        var readings = new Reading[] {weight(NOON.minus(DAY.multipliedBy(days)), before), weight(NOON, now)};

        assertThat(raised(readings)).isEqualTo(Optional.ofNullable(expected).orElse(""));
    }

    @Test
    void knowsNoWeightGainWithinADayNorOfAFirstWeight() {
        assertThat(raised(weight(NOON.minusSeconds(3600), 80), weight(NOON, 90)))
                .isEmpty();
    }

    @Test
    void measuresAWeightGainAgainstADailyMedianSoThatOneSlipDoesNotCount() {
        var yesterday = NOON.minus(DAY);
        var slip = weight(yesterday.plusSeconds(60), 75);

        assertThat(raised(weight(yesterday, 82), slip, weight(yesterday.plusSeconds(120), 82.2), weight(NOON, 83.3)))
                .isEmpty();
    }

    @Test
    void measuresAWeightGainAgainstTheMiddleOfTwoWeightsRoundedHalfUp() {
        var yesterday = NOON.minus(DAY);

        // The middle is 80.075, shown as 80.08: the gain is 1.39.
        assertThat(raised(weight(yesterday, 80.07), weight(yesterday.plusSeconds(60), 80.08), weight(NOON, 81.47)))
                .isEmpty();
    }

    @Property
    void neverRaisesTwoRulesOfOneDirectionForOnePressure(
            @ForAll @IntRange(min = 50, max = 300) int systolic, @ForAll @IntRange(min = 20, max = 200) int diastolic) {
        var rules = episodes(bloodPressure(NOON, systolic, diastolic)).stream()
                .map(Episode::ruleId)
                .toList();

        assertThat(rules)
                .doesNotHaveDuplicates()
                .filteredOn(rule -> !rule.endsWith("low"))
                .hasSizeLessThan(2);
    }

    @Property
    void neverRaisesTwoRulesForOneGlucose(@ForAll @IntRange(min = 10, max = 600) int value) {
        assertThat(episodes(glucose(NOON, value))).hasSizeLessThan(2);
    }

    @ParameterizedTest
    @CsvSource({
        "180;171;181;175;180, 1",
        "180;170;180, 2",
    })
    void makesOneEpisodeOfAPressureThatTremblesAroundItsLimit(String systolics, int expected) {
        var readings = daily(systolics, (at, value) -> bloodPressure(at, value, 80));

        assertThat(episodes(readings))
                .filteredOn(Episode::ruleId, "blood-pressure-crisis")
                .hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "69;70;79;69;71, 1, glucose-low",
        "69;80;69, 2, glucose-low",
        "69;53;69, 1, glucose-low",
        "53;69;53, 1, glucose-dangerously-low",
        "53;70;53, 2, glucose-dangerously-low",
        "181;171;300;181, 1, glucose-high",
        "251;231;251, 1, glucose-very-high",
    })
    void makesOneEpisodeOfAGlucoseThatTremblesAroundItsLimit(String values, int expected, String rule) {
        var readings = daily(values, Readings::glucose);

        assertThat(episodes(readings)).filteredOn(Episode::ruleId, rule).hasSize(expected);
    }

    @Test
    void judgesNoTrendByAReadingOfASuspectClock() {
        var before = weight(NOON.minus(DAY), 80);
        var now = weight(NOON, 85);

        assertThat(raised(withSuspectClock(before), now)).isEmpty();
        assertThat(raised(before, withSuspectClock(now))).isEmpty();
    }

    private interface Maker {
        Reading at(Instant moment, double value);
    }

    private static Reading[] daily(String values, Maker maker) {
        var numbers = Arrays.stream(values.split(";", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return IntStream.range(0, numbers.length)
                .mapToObj(i -> maker.at(NOON.plus(DAY.multipliedBy(i)), numbers[i]))
                .toArray(Reading[]::new);
    }

    private static String raised(Reading... readings) {
        return String.join(
                ", ",
                episodes(readings).stream()
                        .map(episode -> episode.ruleId() + " " + episode.severity())
                        .toList());
    }

    private static List<Episode> episodes(Reading... readings) {
        var plans = PlanHistory.always(Template.STANDARD.in(ZoneId.of("Europe/Berlin")));
        return Readings.evaluation(plans, NOON.plus(Duration.ofDays(30)), readings)
                .whole()
                .episodes();
    }
}
