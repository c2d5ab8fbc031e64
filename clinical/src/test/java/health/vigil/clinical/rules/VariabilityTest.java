package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.at;
import static health.vigil.clinical.rules.Watch.episodes;
import static health.vigil.clinical.rules.Watch.every;
import static health.vigil.clinical.vitals.Readings.glucose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A coefficient of variation up to 36 % is stable.
class VariabilityTest {

    private static final Variability UNSTABLE = new Variability(Metric.GLUCOSE, 14, 36, 33, 3);

    @ParameterizedTest
    @CsvSource({
        // Mean 100, standard deviation as far as the outer two are from it.
        "64 100 136, 0",
        "63 100 137, 1",
        "63 137, 0",
        "63 100 137 100 100, 1",
    })
    void tellsGlucoseThatVariesByMoreThan36Percent(String values, int expected) {
        assertThat(episodes(UNSTABLE, hourly(values))).hasSize(expected);
    }

    @Test
    void saysByHowMuch() {
        assertThat(episodes(UNSTABLE, hourly("63 100 137"))).singleElement().matches(episode -> episode.reason()
                .equals("Rule: glucose varies by 37.0 % (3 readings in 14 days); the limit is 36.0 %."));
    }

    @Test
    void leavesOutHiAndLo() {
        var readings = every(
                6,
                i -> glucose(
                        at("2026-06-10T08:00").plus(Duration.ofHours(i)),
                        i % 2 == 0 ? new Value.Exact(100) : Value.OutOfRange.HIGH));

        assertThat(episodes(UNSTABLE, readings)).isEmpty();
    }

    @Test
    void refusesAClearLevelBeyondItsLimit() {
        assertThatThrownBy(() -> new Variability(Metric.GLUCOSE, 14, 36, 37, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Reading[] hourly(String values) {
        var numbers = Arrays.stream(values.split(" ", -1)).map(Double::valueOf).toList();
        var first = at("2026-06-10T08:00");
        return every(numbers.size(), i -> glucose(first.plus(Duration.ofHours(i)), numbers.get(i)));
    }
}
