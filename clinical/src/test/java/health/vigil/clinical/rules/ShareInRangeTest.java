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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Less than half of at least four readings within 70 to 180 mg/dL.
class ShareInRangeTest {

    private static final ShareInRange HALF = new ShareInRange(Metric.GLUCOSE, 70, 180, 14, 50, 60, 4);

    @ParameterizedTest
    @CsvSource({
        "69 181 100 100, 0",
        "69 181 200 100, 1",
        "69 181 200, 0",
        "70 180 200 250, 0",
        // HI and LO are out of range.
        "HI LO 100 200, 1",
        "HI LO 100 100, 0",
        // 25, 40, 50, 57, 63 and 56 %: it is over at 60, and not broken again above 50.
        "200 200 200 100 100 100 100 100 200, 1",
    })
    void tellsTooSmallAShare(String values, int expected) {
        assertThat(episodes(HALF, hourly(values))).hasSize(expected);
    }

    @Test
    void saysHowSmall() {
        assertThat(episodes(HALF, hourly("69 181 200 100"))).singleElement().matches(episode -> episode.reason()
                .equals("Rule: 25.0 % of 4 readings of glucose in 14 days are in range (70 to 180 mg/dL);"
                        + " the limit is 50.0 %."));
    }

    @Test
    void refusesAClearLevelBelowItsLimit() {
        assertThatThrownBy(() -> new ShareInRange(Metric.GLUCOSE, 70, 180, 14, 50, 49, 4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Reading[] hourly(String values) {
        var all = List.copyOf(Arrays.asList(values.split(" ", -1)));
        var first = at("2026-06-10T08:00");
        return every(all.size(), i -> glucose(first.plus(Duration.ofHours(i)), value(all.get(i))));
    }

    private static Value value(String text) {
        return switch (text) {
            case "HI" -> Value.OutOfRange.HIGH;
            case "LO" -> Value.OutOfRange.LOW;
            default -> new Value.Exact(Double.parseDouble(text));
        };
    }
}
