package health.vigil.clinical.evaluation;

import static health.vigil.clinical.vitals.Readings.bloodPressure;
import static health.vigil.clinical.vitals.Readings.glucose;
import static health.vigil.clinical.vitals.Readings.receivedAfter;
import static health.vigil.clinical.vitals.Readings.weight;
import static health.vigil.clinical.vitals.Readings.withSuspectClock;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Readings;
import health.vigil.clinical.vitals.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpisodeTest {

    private static final Instant NOON = Instant.parse("2026-06-10T12:00:00Z");

    @Test
    void tellsWhatBeganItWhatWasWorstWhatIsLatestAndWhatEndedIt() {
        var first = bloodPressure(NOON, 185, 80);
        var worst = bloodPressure(NOON.plusSeconds(120), 210, 80);
        var latest = bloodPressure(NOON.plusSeconds(180), 190, 80);
        var end = bloodPressure(NOON.plusSeconds(240), 145, 80);

        var episodes = episodes(first, bloodPressure(NOON.plusSeconds(60), 175, 80), worst, latest, end);

        assertThat(episodes).first().satisfies(episode -> {
            assertThat(episode.kind()).isEqualTo(ReadingKind.BLOOD_PRESSURE);
            assertThat(episode.first()).isEqualTo(Cause.of(first));
            assertThat(episode.worst()).isEqualTo(Cause.of(worst));
            assertThat(episode.latest()).isEqualTo(Cause.of(latest));
            assertThat(episode.readings()).isEqualTo(3);
            assertThat(episode.clearedAt()).contains(end.measuredAt());
            assertThat(episode.reason())
                    .isEqualTo("Blood pressure crisis: systolic 210 is at or above 180 mmHg;"
                            + " confirmed by 2 more within 5 minutes.");
        });
    }

    @Test
    void saysEveryLimitThatItsWorstReadingBroke() {
        assertThat(episodes(bloodPressure(NOON, 186, 121)))
                .extracting(Episode::reason)
                .containsExactly("Blood pressure crisis: systolic 186 is at or above 180 mmHg"
                        + " and diastolic 121 is at or above 120 mmHg; not confirmed by a repeat within 5 minutes.");
        assertThat(episodes(glucose(NOON, Value.OutOfRange.HIGH)))
                .extracting(Episode::reason)
                .containsExactly("Very high glucose: glucose HI is above 250 mg/dL.");
    }

    @Test
    void saysHowMuchWasGainedAgainstWhat() {
        var before = weight(NOON.minus(Duration.ofDays(1)), 82.7);

        assertThat(episodes(before, weight(NOON, 84.1)))
                .extracting(Episode::reason)
                .containsExactly("Weight gain within two days: weight 84.10 is 1.40 kg above the lowest daily median"
                        + " of the 2 days before; the limit is 1.40.");
    }

    @Test
    void takesHiForWorseThanAnyNumberAndTheFirstOfEqualsForTheWorst() {
        var first = glucose(NOON.plusSeconds(60), Value.OutOfRange.HIGH);
        var second = glucose(NOON.plusSeconds(120), Value.OutOfRange.HIGH);

        var episodes = episodes(glucose(NOON, 600), first, second);

        assertThat(episodes).extracting(Episode::worst).containsExactly(Cause.of(first));
    }

    @ParameterizedTest
    @CsvSource({"PT1M, false", "PT6H, false", "PT6H0.000000001S, true", "P7D, true"})
    void isLateWhenItsReadingCameMoreThanSixHoursAfterItWasMeasured(Duration delay, boolean late) {
        assertThat(episodes(receivedAfter(delay, glucose(NOON, 53))))
                .extracting(Episode::late)
                .containsExactly(late);
    }

    @Test
    void isLateOnlyWhileEveryReadingOfItIs() {
        var late = receivedAfter(Duration.ofDays(3), glucose(NOON, 53));
        var prompt = glucose(NOON.plusSeconds(3600), 52);

        assertThat(episodes(late, prompt)).extracting(Episode::late).containsExactly(false);
    }

    @Test
    void isOfOneReadingAloneWhereTheClockIsSuspect() {
        var first = glucose(NOON, 53);
        var suspect = withSuspectClock(glucose(NOON.plusSeconds(60), 30));
        var last = glucose(NOON.plusSeconds(120), 52);

        var episodes = episodes(first, suspect, last);

        assertThat(episodes).extracting(Episode::first).containsExactlyInAnyOrder(Cause.of(first), Cause.of(suspect));
        assertThat(episodes).filteredOn(Episode::clockSuspect).singleElement().satisfies(episode -> {
            assertThat(episode.readings()).isEqualTo(1);
            assertThat(episode.clearedAt()).isEmpty();
        });
        assertThat(episodes)
                .filteredOn(episode -> !episode.clockSuspect())
                .extracting(Episode::readings)
                .containsExactly(2);
    }

    @Test
    void isNotEndedByAReadingOfASuspectClock() {
        var suspect = withSuspectClock(glucose(NOON.plusSeconds(60), 100));

        var episodes = episodes(glucose(NOON, 53), suspect, glucose(NOON.plusSeconds(120), 52));

        assertThat(episodes).singleElement().satisfies(episode -> {
            assertThat(episode.readings()).isEqualTo(2);
            assertThat(episode.clearedAt()).isEmpty();
        });
    }

    private static List<Episode> episodes(Reading... readings) {
        var plans = PlanHistory.always(Template.STANDARD.in(ZoneId.of("Europe/Berlin")));
        return Readings.evaluation(plans, NOON.plus(Duration.ofDays(1)), readings)
                .whole()
                .episodes();
    }
}
