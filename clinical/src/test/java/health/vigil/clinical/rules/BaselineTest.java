package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.at;
import static health.vigil.clinical.rules.Watch.episodes;
import static health.vigil.clinical.rules.Watch.every;
import static health.vigil.clinical.vitals.Readings.bloodPressure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest {

    @ParameterizedTest
    @CsvSource({
        // Median 120, deviations 0 to 10, of which 5 is the median: one z is 7.413.
        "110 115 120 125 130 142, 1",
        "110 115 120 125 130 134, 0",
        "110 115 120 125 130 98, 0",
    })
    void tellsWhatIsUnusualForThisPatient(String systolics, int expected) {
        assertThat(episodes(baseline(Baseline.Side.ABOVE, 5), days(systolics))).hasSize(expected);
    }

    @Test
    void looksTheOtherWayOrBothWays() {
        var fallen = days("110 115 120 125 130 98");

        assertThat(episodes(baseline(Baseline.Side.BELOW, 5), fallen)).hasSize(1);
        assertThat(episodes(baseline(Baseline.Side.EITHER, 5), fallen))
                .singleElement()
                .matches(episode -> episode.reason()
                        .equals("Rule: systolic 98 is unusual for this patient: z -2.97, limit 2.0;"
                                + " median 120, 5 readings in 14 days."));
    }

    @Test
    void isNotAlarmedByATrifleOfAPatientWhoseReadingsHardlyDiffer() {
        assertThat(episodes(baseline(Baseline.Side.ABOVE, 5), days("120 120 120 120 120 129")))
                .isEmpty();
        assertThat(episodes(baseline(Baseline.Side.ABOVE, 5), days("120 120 120 120 120 130")))
                .hasSize(1);
    }

    @Test
    void saysNothingOfAPatientItHardlyKnows() {
        assertThat(episodes(baseline(Baseline.Side.ABOVE, 5), days("120 120 120 120 180")))
                .isEmpty();
    }

    @Test
    void isOverWhenAValueIsAsUsual() {
        assertThat(episodes(baseline(Baseline.Side.ABOVE, 5), days("120 120 120 120 120 140 126 140 125 140")))
                .hasSize(2);
    }

    @Test
    void needsADeviation() {
        assertThatThrownBy(() -> new Baseline(Metric.SYSTOLIC, Baseline.Side.ABOVE, 14, 2, 1, 5, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Baseline baseline(Baseline.Side side, int minimumReadings) {
        return new Baseline(Metric.SYSTOLIC, side, 14, 2, 1, minimumReadings, 5);
    }

    private static Reading[] days(String values) {
        var numbers = Arrays.stream(values.split(" ", -1)).map(Double::valueOf).toList();
        var first = at("2026-06-10T08:00");
        return every(numbers.size(), day -> bloodPressure(first.plus(Duration.ofDays(day)), numbers.get(day), 60));
    }
}
