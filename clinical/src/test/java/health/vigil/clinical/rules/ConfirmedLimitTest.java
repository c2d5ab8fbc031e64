package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.LONG_AFTER;
import static health.vigil.clinical.rules.Watch.evaluation;
import static health.vigil.clinical.rules.Watch.rule;
import static health.vigil.clinical.vitals.Readings.bloodPressure;
import static health.vigil.clinical.vitals.Readings.withSuspectClock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation.Due;
import health.vigil.clinical.rules.ConfirmedLimit.By;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Systolic at or above 180 or diastolic at or above 120: rest, and measure again within five minutes.
class ConfirmedLimitTest {

    private static final Instant EIGHT = Watch.at("2026-06-10T08:00");
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final List<Bound> CRISIS =
            List.of(Bound.atOrAbove(Metric.SYSTOLIC, 180, 170), Bound.atOrAbove(Metric.DIASTOLIC, 120, 110));
    private static final Rule AT_ONCE = rule(new ConfirmedLimit(CRISIS, FIVE_MINUTES, By.SECOND, true));
    private static final Rule WAITING = rule(new ConfirmedLimit(CRISIS, FIVE_MINUTES, By.SECOND, false));
    private static final Rule MEAN = rule(new ConfirmedLimit(CRISIS, FIVE_MINUTES, By.MEAN, true));

    @Test
    void isRaisedAtOnceAsUnconfirmed() {
        var episodes = evaluation(EIGHT, AT_ONCE, bloodPressure(EIGHT, 184, 90)).episodes();

        assertThat(episodes).singleElement().satisfies(episode -> {
            assertThat(episode.unconfirmed()).isTrue();
            assertThat(episode.reason())
                    .isEqualTo(
                            "Rule: systolic 184 is at or above 180 mmHg; not confirmed by a repeat within 5 minutes.");
        });
    }

    @Test
    void isConfirmedByASecondValueWithinFiveMinutes() {
        var second = bloodPressure(EIGHT.plus(FIVE_MINUTES), 150, 121);

        var episodes = evaluation(LONG_AFTER, AT_ONCE, bloodPressure(EIGHT, 184, 90), second)
                .episodes();

        assertThat(episodes).singleElement().satisfies(episode -> {
            assertThat(episode.unconfirmed()).isFalse();
            assertThat(episode.readings()).isEqualTo(2);
            assertThat(episode.reason()).endsWith("; confirmed by 1 more within 5 minutes.");
        });
    }

    @Test
    void isDroppedWhenTheRepeatIsFine() {
        var fine = bloodPressure(EIGHT.plusSeconds(120), 172, 100);

        assertThat(evaluation(LONG_AFTER, AT_ONCE, bloodPressure(EIGHT, 184, 90), fine)
                        .episodes())
                .isEmpty();
    }

    @Test
    void takesAValueAfterMoreThanFiveMinutesForNoRepeat() {
        var later = bloodPressure(EIGHT.plus(FIVE_MINUTES).plusSeconds(1), 160, 90);

        assertThat(evaluation(LONG_AFTER, AT_ONCE, bloodPressure(EIGHT, 184, 90), later)
                        .episodes())
                .singleElement()
                .matches(Episode::unconfirmed)
                .matches(episode -> episode.clearedAt().isPresent());
    }

    @Test
    void saysNothingBeforeTheRepeatIsDueWhereItWaits() {
        var first = bloodPressure(EIGHT, 184, 90);

        var waiting = evaluation(EIGHT.plusSeconds(299), WAITING, first).whole();

        assertThat(waiting.episodes()).isEmpty();
        assertThat(waiting.dues())
                .containsExactly(new Due(EIGHT.plus(FIVE_MINUTES), ReadingKind.BLOOD_PRESSURE, EIGHT, false));
        assertThat(evaluation(EIGHT.plus(FIVE_MINUTES), WAITING, first)
                        .passing(ReadingKind.BLOOD_PRESSURE, EIGHT)
                        .episodes())
                .singleElement()
                .matches(Episode::unconfirmed);
    }

    @Test
    void isConfirmedByTheMeanOfAllInThatTime() {
        var first = bloodPressure(EIGHT, 190, 90);

        assertThat(evaluation(LONG_AFTER, MEAN, first, bloodPressure(EIGHT.plusSeconds(60), 170, 90))
                        .episodes())
                .singleElement()
                .matches(episode -> !episode.unconfirmed())
                .matches(episode -> episode.reason().endsWith("; confirmed by the mean of 2 within 5 minutes."));
        assertThat(evaluation(LONG_AFTER, MEAN, first, bloodPressure(EIGHT.plusSeconds(60), 169, 90))
                        .episodes())
                .isEmpty();
    }

    @Test
    void waitsForNoRepeatOfADeviceWhoseClockIsWrong() {
        assertThat(evaluation(EIGHT, WAITING, withSuspectClock(bloodPressure(EIGHT, 184, 90)))
                        .episodes())
                .singleElement()
                .matches(Episode::unconfirmed)
                .matches(Episode::clockSuspect);
    }

    @Test
    void isRaisedAtOnceWhereItIsCritical() {
        assertThatThrownBy(() -> Rule.of("crisis", "Crisis", Severity.CRITICAL, WAITING.condition(), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("crisis");
    }

    @Test
    void needsSomeTimeForTheRepeat() {
        assertThatThrownBy(() -> new ConfirmedLimit(CRISIS, Duration.ZERO, By.SECOND, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
