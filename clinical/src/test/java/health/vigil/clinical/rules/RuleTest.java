package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.at;
import static health.vigil.clinical.rules.Watch.episodes;
import static health.vigil.clinical.rules.Watch.rule;
import static health.vigil.clinical.vitals.Readings.bloodPressure;
import static health.vigil.clinical.vitals.Readings.glucose;
import static health.vigil.clinical.vitals.Readings.held;
import static health.vigil.clinical.vitals.Readings.receivedAfter;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Posture;
import health.vigil.clinical.vitals.Readings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTest {

    private static final Limit HIGH = new Limit(List.of(Bound.above(Metric.GLUCOSE, 180, 170)), List.of());
    private static final Filter FASTING = new Filter(Set.of(Meal.FASTING), Set.of(), PartOfDay.ALL_DAY);

    @Test
    void looksOnlyAtReadingsOfItsMeal() {
        var reading = glucose(at("2026-06-10T08:00"), 200);
        var fasting = rule(HIGH).with(FASTING);

        assertThat(episodes(fasting, Readings.at(Meal.FASTING, reading))).hasSize(1);
        assertThat(episodes(fasting, Readings.at(Meal.AFTER_MEAL, reading))).isEmpty();
        assertThat(episodes(fasting, reading)).isEmpty();
    }

    @Test
    void looksOnlyAtReadingsInItsPosture() {
        var low = new Limit(List.of(Bound.below(Metric.SYSTOLIC, 90, 95)), List.of());
        var standing = rule(low).with(new Filter(Set.of(), Set.of(Posture.STANDING), PartOfDay.ALL_DAY));
        var reading = bloodPressure(at("2026-06-10T08:00"), 85, 60);

        assertThat(episodes(standing, held(Posture.STANDING, reading))).hasSize(1);
        assertThat(episodes(standing, held(Posture.LYING, reading))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MORNING, 2026-06-10T03:59, 0",
        "MORNING, 2026-06-10T04:00, 1",
        "MORNING, 2026-06-10T11:59, 1",
        "MORNING, 2026-06-10T12:00, 0",
        "EVENING, 2026-06-10T15:59, 0",
        "EVENING, 2026-06-10T16:00, 1",
        "EVENING, 2026-06-10T23:59, 1",
        "ALL_DAY, 2026-06-10T00:00, 1",
        // The morning after the clocks went forward, and back.
        "MORNING, 2026-03-29T04:00, 1",
        "MORNING, 2026-10-25T03:59, 0",
    })
    void looksOnlyAtReadingsOfItsPartOfThePatientsDay(PartOfDay part, String time, int expected) {
        var parted = rule(HIGH).with(new Filter(Set.of(), Set.of(), part));

        assertThat(episodes(parted, glucose(at(time), 200))).hasSize(expected);
    }

    @Test
    void passesOverOtherReadingsWithoutEndingWhatRunsNorMakingItAnyLessLate() {
        var late = receivedAfter(Duration.ofDays(3), Readings.at(Meal.FASTING, glucose(at("2026-06-10T08:00"), 200)));
        var other = Readings.at(Meal.AFTER_MEAL, glucose(at("2026-06-10T10:00"), 100));

        assertThat(episodes(rule(HIGH).with(FASTING), late, other))
                .singleElement()
                .matches(Episode::late)
                .matches(episode -> episode.clearedAt().isEmpty());
    }

    @Test
    void isNotLateWhereAReadingInTimeHoldsTheEpisodeOpen() {
        var late = receivedAfter(Duration.ofDays(3), glucose(at("2026-06-10T08:00"), 200));

        assertThat(episodes(HIGH, late, glucose(at("2026-06-10T10:00"), 175)))
                .singleElement()
                .matches(episode -> !episode.late());
        assertThat(episodes(HIGH, late, glucose(at("2026-06-10T10:00"), 170)))
                .singleElement()
                .matches(Episode::late);
    }

    @ParameterizedTest
    @CsvSource({"2026-06-09T23:59, 0", "2026-06-10T00:00, 1", "2026-06-16T23:59, 1", "2026-06-17T00:00, 0"})
    void judgesFromOneMomentUntilAnother(String time, int expected) {
        var week = new Rule(
                "rule",
                "Rule",
                Severity.LOW,
                HIGH,
                Filter.ALL,
                Optional.of(at("2026-06-10T00:00")),
                Optional.of(at("2026-06-17T00:00")),
                "");

        assertThat(episodes(week, glucose(at(time), 200))).hasSize(expected);
    }
}
