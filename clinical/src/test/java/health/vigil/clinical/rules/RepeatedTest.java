package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.at;
import static health.vigil.clinical.rules.Watch.episodes;
import static health.vigil.clinical.rules.Watch.every;
import static health.vigil.clinical.vitals.Readings.glucose;
import static health.vigil.clinical.vitals.Readings.withSuspectClock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatedTest {

    private static final List<Bound> HIGH = List.of(Bound.above(Metric.GLUCOSE, 180, 170));
    private static final Repeated THREE_OF_FIVE = new Repeated(HIGH, 3, Optional.of(5), Optional.empty());
    private static final Repeated TWO_IN_A_DAY =
            new Repeated(HIGH, 2, Optional.empty(), Optional.of(Duration.ofHours(24)));

    @ParameterizedTest
    @CsvSource({
        // Readings, six hours apart; how many of them break the rule.
        "190 190, 0",
        "190 190 190, 1",
        "190 120 190 120 190, 1",
        "190 120 120 190 120 190, 0",
        "190 190 190 190, 2",
    })
    void isBrokenByTheThirdOfFive(String values, int expected) {
        assertThat(readings(THREE_OF_FIVE, values)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "190 190, 1",
        "190 120 120 120 190, 1",
        "190 120 120 120 120 190, 0",
    })
    void isBrokenByTheSecondWithinADay(String values, int expected) {
        assertThat(readings(TWO_IN_A_DAY, values)).isEqualTo(expected);
    }

    @Test
    void goesOnWhileThreeOfFiveAreHigh() {
        var episodes = episodes(THREE_OF_FIVE, sixHoursApart("190 190 190 120 120 120"));

        assertThat(episodes).singleElement().matches(episode -> episode.clearedAt()
                .equals(Optional.of(at("2026-06-11T14:00"))));
    }

    @Test
    void countsNoReadingOfASuspectClock() {
        var readings = sixHoursApart("190 190 190");
        readings[1] = withSuspectClock(readings[1]);

        assertThat(episodes(THREE_OF_FIVE, readings)).isEmpty();
    }

    @Test
    void countsAmongSoManyOrWithinATime() {
        assertThatThrownBy(() -> new Repeated(HIGH, 1, Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Repeated(HIGH, 3, Optional.of(2), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int readings(Condition condition, String values) {
        return episodes(condition, sixHoursApart(values)).stream()
                .mapToInt(Episode::readings)
                .sum();
    }

    private static Reading[] sixHoursApart(String values) {
        var numbers = Arrays.stream(values.split(" ", -1)).map(Double::valueOf).toList();
        var first = at("2026-06-10T08:00");
        return every(numbers.size(), i -> glucose(first.plus(Duration.ofHours(6L * i)), numbers.get(i)));
    }
}
