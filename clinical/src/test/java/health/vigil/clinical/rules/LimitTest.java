package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.at;
import static health.vigil.clinical.rules.Watch.episodes;
import static health.vigil.clinical.rules.Watch.every;
import static health.vigil.clinical.vitals.Readings.glucose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTest {

    private static final List<Bound> DANGEROUS = List.of(Bound.below(Metric.GLUCOSE, 54, 70));
    private static final Limit LOW = new Limit(List.of(Bound.below(Metric.GLUCOSE, 70, 80)), DANGEROUS);
    private static final Limit HIGH = new Limit(List.of(Bound.above(Metric.GLUCOSE, 180, 170)), List.of());

    @ParameterizedTest
    @CsvSource({
        // Readings; how many episodes.
        "181, 1",
        "180, 0",
        "181 175 171 190, 1",
        "181 170 190, 2",
        "181 170, 1",
        "175 171, 0",
    })
    void endsAnEpisodeOnlyBackPastTheClearLevel(String values, int expected) {
        assertThat(episodes(HIGH, days(values))).hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({"69, 1", "70, 0", "54, 1", "53, 0", "69 53 69, 1", "53 69, 1"})
    void leavesAReadingToTheGraverRuleWithoutEndingWhatRuns(String values, int expected) {
        assertThat(episodes(LOW, days(values))).hasSize(expected);
    }

    @Test
    void takesHiAndLoForReadingsBeyondAnyLimit() {
        var hi = glucose(at("2026-06-10T08:00"), Value.OutOfRange.HIGH);
        var lo = glucose(at("2026-06-10T09:00"), Value.OutOfRange.LOW);

        assertThat(episodes(HIGH, hi))
                .extracting(Episode::reason)
                .containsExactly("Rule: glucose HI is above 180 mg/dL.");
        assertThat(episodes(new Limit(DANGEROUS, List.of()), hi, lo))
                .extracting(Episode::reason)
                .containsExactly("Rule: glucose LO is below 54 mg/dL.");
    }

    @Test
    void refusesBoundsThatNoReadingCarriesTogether() {
        var bounds = List.of(Bound.above(Metric.GLUCOSE, 180, 170), Bound.above(Metric.WEIGHT, 90, 90));

        assertThatThrownBy(() -> new Limit(bounds, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Reading[] days(String values) {
        var numbers = Arrays.stream(values.split(" ", -1)).map(Double::valueOf).toList();
        var first = at("2026-06-10T08:00");
        return every(numbers.size(), day -> glucose(first.plus(Duration.ofDays(day)), numbers.get(day)));
    }
}
