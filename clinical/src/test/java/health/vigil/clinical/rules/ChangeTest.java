package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.at;
import static health.vigil.clinical.rules.Watch.episodes;
import static health.vigil.clinical.rules.Watch.every;
import static health.vigil.clinical.vitals.Readings.glucose;
import static health.vigil.clinical.vitals.Readings.weight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.clinical.rules.Change.Against;
import health.vigil.clinical.rules.Change.Direction;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {

    private static final Change GAIN = change(Direction.RISE, Against.LOWEST, 2, 1.4, 0.9);
    private static final Change GAIN_IN_A_WEEK = change(Direction.RISE, Against.LOWEST, 7, 2.3, 1.4);
    private static final Change LOSS = change(Direction.FALL, Against.HIGHEST, 2, 0.9, 0.5);

    @ParameterizedTest
    @CsvSource({
        "82.7 84.1, 1",
        "82.7 84.09, 0",
        "82.7 83 84.1, 1",
        "82.7 83 83 84.1, 0",
        // Two kilograms within two days, and still more than 0.9 a day later.
        "82 84 83 84, 1",
        "82 84 82.9 83 84.4, 2",
    })
    void tellsAGainOfWeightWithinTwoDays(String weights, int expected) {
        assertThat(episodes(GAIN, days(weights))).hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "81.1 82 82 82 82 83 83 83.4, 1",
        "81.1 82 82 82 82 83 83 83.39, 0",
        "81.1 82 82 82 82 83 83 83 83.4, 0",
    })
    void tellsAGainOfWeightWithinAWeek(String weights, int expected) {
        assertThat(episodes(GAIN_IN_A_WEEK, days(weights))).hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({"82 81.1, 1", "82 81.11, 0", "82 81.5 81.1, 1", "80 82 81.1, 1"})
    void tellsALossAgainstTheHighest(String weights, int expected) {
        assertThat(episodes(LOSS, days(weights))).hasSize(expected);
    }

    @Test
    void comparesWithTheMiddleOfTheDailyMedians() {
        var gain = new Change(Metric.WEIGHT, Direction.RISE, Against.MEDIAN, 3, 1, 0.5, 3);

        assertThat(episodes(gain, days("80 82 84 82.9"))).isEmpty();
        assertThat(episodes(gain, days("80 81 81.5 82"))).singleElement().matches(episode -> episode.reason()
                .equals("Rule: weight 82.00 is 1.00 kg above the median daily median of the 3 days before;"
                        + " the limit is 1.00."));
    }

    @Test
    void saysNothingWhereTooFewDaysHaveAReading() {
        var gain = new Change(Metric.WEIGHT, Direction.RISE, Against.LOWEST, 7, 1, 0.5, 2);

        assertThat(episodes(gain, days("80 82"))).isEmpty();
        assertThat(episodes(gain, days("80 80 82"))).hasSize(1);
    }

    @Test
    void knowsNoNumberOfHi() {
        var rise = new Change(Metric.GLUCOSE, Direction.RISE, Against.LOWEST, 1, 50, 20, 1);
        var day = Duration.ofDays(1);
        var first = at("2026-06-10T08:00");

        assertThat(episodes(
                        rise,
                        glucose(first, Value.OutOfRange.LOW),
                        glucose(first.plus(day), 300),
                        glucose(first.plus(day.multipliedBy(2)), Value.OutOfRange.HIGH)))
                .isEmpty();
    }

    @Test
    void countsTheDayOf25HoursAsOne() {
        // 49 hours, and two days.
        assertThat(episodes(GAIN, weight(at("2026-10-24T08:00"), 82), weight(at("2026-10-26T08:00"), 83.4)))
                .hasSize(1);
        assertThat(episodes(GAIN, weight(at("2026-10-24T23:59"), 82), weight(at("2026-10-27T00:00"), 83.4)))
                .isEmpty();
    }

    @Test
    void refusesAClearLevelBeyondItsLimit() {
        assertThatThrownBy(() -> change(Direction.RISE, Against.LOWEST, 2, 1, 1.1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isClearedByTheReadingThatIsBack() {
        assertThat(episodes(GAIN, days("82 84 82.9 82.9"))).singleElement().matches(episode -> episode.clearedAt()
                .equals(Optional.of(at("2026-06-12T08:00"))));
    }

    private static Change change(Direction direction, Against against, int days, double amount, double clear) {
        return new Change(Metric.WEIGHT, direction, against, days, amount, clear, 1);
    }

    private static Reading[] days(String values) {
        var numbers = Arrays.stream(values.split(" ", -1)).map(Double::valueOf).toList();
        var first = at("2026-06-10T08:00");
        return every(numbers.size(), day -> weight(first.plus(Duration.ofDays(day)), numbers.get(day)));
    }
}
