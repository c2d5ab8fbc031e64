package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.LONG_AFTER;
import static health.vigil.clinical.rules.Watch.at;
import static health.vigil.clinical.rules.Watch.episodes;
import static health.vigil.clinical.rules.Watch.rule;
import static health.vigil.clinical.vitals.Readings.bloodPressure;
import static health.vigil.clinical.vitals.Readings.weight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.clinical.rules.Change.Against;
import health.vigil.clinical.rules.Change.Direction;
import health.vigil.clinical.rules.ConfirmedLimit.By;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A gain of weight and a high blood pressure within three days: decompensation.
class CombinationTest {

    private static final Limit HIGH = new Limit(List.of(Bound.atOrAbove(Metric.SYSTOLIC, 150, 140)), List.of());
    private static final Combination BOTH = new Combination(
            List.of(new Change(Metric.WEIGHT, Direction.RISE, Against.LOWEST, 2, 1.4, 0.9, 1), HIGH),
            Duration.ofDays(3));

    private static final Reading MONDAY = weight(at("2026-06-08T07:00"), 80);
    private static final Reading GAIN = weight(at("2026-06-09T07:00"), 81.5);

    @Test
    void isBrokenByTheLatterOfTheTwo() {
        var pressure = bloodPressure(at("2026-06-12T07:00"), 155, 80);

        assertThat(episodes(BOTH, MONDAY, GAIN, pressure)).singleElement().satisfies(episode -> {
            assertThat(episode.kind()).isEqualTo(ReadingKind.BLOOD_PRESSURE);
            assertThat(episode.first().readingId()).isEqualTo(pressure.id());
            assertThat(episode.reason())
                    .isEqualTo("Rule: weight 81.50 is 1.50 kg above the lowest daily median of the 2 days before;"
                            + " the limit is 1.40; and systolic 155 is at or above 150 mmHg.");
        });
        assertThat(episodes(BOTH, MONDAY, bloodPressure(at("2026-06-08T08:00"), 155, 80), GAIN))
                .singleElement()
                .matches(episode -> episode.kind() == ReadingKind.WEIGHT);
    }

    @Test
    void isNotBrokenByOneAloneNorByBothTooFarApart() {
        assertThat(episodes(BOTH, MONDAY, GAIN, bloodPressure(at("2026-06-09T08:00"), 149, 80)))
                .isEmpty();
        assertThat(episodes(BOTH, MONDAY, GAIN, bloodPressure(at("2026-06-12T07:01"), 155, 80)))
                .isEmpty();
    }

    @Test
    void restsOnTheReadingsOfBoth() {
        var pressure = bloodPressure(at("2026-06-10T07:00"), 155, 80);
        var evaluation = Watch.evaluation(LONG_AFTER, rule(BOTH), MONDAY, GAIN, pressure);

        assertThat(evaluation.evidence(evaluation.episodes().getFirst())).containsExactly(MONDAY, GAIN, pressure);
    }

    @Test
    void isOfTwoConditionsThatDoNotWait() {
        var waiting = new ConfirmedLimit(HIGH.bounds(), Duration.ofMinutes(5), By.SECOND, false);

        assertThatThrownBy(() -> new Combination(List.of(HIGH), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Combination(List.of(HIGH, BOTH), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Combination(List.of(HIGH, waiting), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("atOnce");
    }
}
