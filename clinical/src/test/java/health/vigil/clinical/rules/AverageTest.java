package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.BERLIN;
import static health.vigil.clinical.rules.Watch.at;
import static health.vigil.clinical.rules.Watch.episodes;
import static health.vigil.clinical.rules.Watch.rule;
import static health.vigil.clinical.vitals.Readings.bloodPressure;
import static health.vigil.clinical.vitals.Readings.glucose;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AverageTest {

    private static final List<Bound> HIGH =
            List.of(Bound.atOrAbove(Metric.SYSTOLIC, 135, 132), Bound.atOrAbove(Metric.DIASTOLIC, 85, 83));
    /// Seven days, at least four of them, the first left out.
    private static final Average NICE = new Average(HIGH, 7, true, 4, 8);
    /// Seven days, all kept, at least twelve readings.
    private static final Average AHA = new Average(HIGH, 7, false, 1, 12);

    @Test
    void leavesOutTheFirstDayOfTheScheduleOfNice() {
        assertThat(episodes(NICE, schedule(7, day -> day == 0 ? 170 : 134))).isEmpty();
        assertThat(episodes(NICE, schedule(7, day -> day == 0 ? 110 : 136))).hasSize(1);
    }

    @Test
    void waitsForFourDaysMoreThanTheFirst() {
        assertThat(episodes(NICE, schedule(4, _ -> 150))).isEmpty();
        assertThat(episodes(NICE, schedule(5, _ -> 150))).singleElement().matches(episode -> episode.reason()
                .equals("Rule: mean systolic 150 is at or above 135 mmHg (8 readings on 4 days)."));
    }

    @Test
    void waitsForTwelveReadingsOfTheAha() {
        var readings = schedule(6, _ -> 150);

        var episodes = episodes(AHA, readings);

        assertThat(episodes).singleElement().satisfies(episode -> {
            assertThat(episode.first().readingId()).isEqualTo(readings[11].id());
            assertThat(episode.readings()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource({"134.0, false", "134.9, false", "135.0, true"})
    void comparesTheMeanWithOneDigitMoreThanADeviceShows(double mean, boolean expected) {
        // Of ten readings, so many are one higher.
        var higher = Math.round((mean - 134) * 10);
        var readings = IntStream.range(0, 10)
                .mapToObj(i -> bloodPressure(at("2026-06-10T08:00").plusSeconds(60L * i), i < higher ? 135 : 134, 80))
                .toArray(Reading[]::new);

        assertThat(episodes(new Average(HIGH, 1, false, 1, 10), readings).isEmpty())
                .isEqualTo(!expected);
    }

    @Test
    void keepsMorningsAndEveningsApart() {
        var readings = Stream.of(schedule(7, _ -> 150))
                .map(reading -> reading.measuredAt().atZone(BERLIN).getHour() < 12
                        ? bloodPressure(reading.measuredAt(), 120, 70)
                        : reading)
                .toArray(Reading[]::new);
        var mornings = rule(new Average(HIGH, 7, false, 3, 3)).with(new Filter(Set.of(), Set.of(), PartOfDay.MORNING));
        var evenings = rule(new Average(HIGH, 7, false, 3, 3)).with(new Filter(Set.of(), Set.of(), PartOfDay.EVENING));

        assertThat(episodes(mornings, readings)).isEmpty();
        assertThat(episodes(evenings, readings))
                .singleElement()
                .extracting(Episode::readings)
                .isEqualTo(5);
    }

    @Test
    void inventsNoNumberForHi() {
        var mean = new Average(List.of(Bound.above(Metric.GLUCOSE, 180, 170)), 1, false, 1, 2);
        var hi = glucose(at("2026-06-10T08:00"), Value.OutOfRange.HIGH);

        assertThat(episodes(mean, hi, glucose(at("2026-06-10T12:00"), 200))).isEmpty();
        assertThat(episodes(mean, hi, glucose(at("2026-06-10T12:00"), 200), glucose(at("2026-06-10T18:00"), 150)))
                .isEmpty();
        assertThat(episodes(mean, hi, glucose(at("2026-06-10T12:00"), 200), glucose(at("2026-06-10T18:00"), 180)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        // The day of 23 hours, of 25 hours, and one like any other.
        "2026-03-29",
        "2026-10-25",
        "2026-06-10",
    })
    void takesADayForWhatTheWallClockShows(LocalDate day) {
        var today = new Average(List.of(Bound.above(Metric.GLUCOSE, 180, 170)), 1, false, 1, 2);
        var first = glucose(at(day + "T00:00"), 200);
        var last = glucose(at(day + "T23:59"), 200);

        assertThat(episodes(today, first, last)).hasSize(1);
        assertThat(episodes(today, glucose(at(day.minusDays(1) + "T23:59"), 200), first))
                .isEmpty();
        assertThat(episodes(today, last, glucose(at(day.plusDays(1) + "T00:00"), 200)))
                .isEmpty();
    }

    /// One reading in the morning and one in the evening.
    private static Reading[] schedule(int days, IntToDoubleFunction systolic) {
        return IntStream.range(0, days)
                .boxed()
                .flatMap(day -> Stream.of("T07:00", "T19:00")
                        .map(time -> LocalDate.parse("2026-06-01").plusDays(day) + time)
                        .map(time -> bloodPressure(at(time), systolic.applyAsDouble(day), 80)))
                .toArray(Reading[]::new);
    }
}
