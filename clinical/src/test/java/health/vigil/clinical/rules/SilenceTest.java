package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.LONG_AFTER;
import static health.vigil.clinical.rules.Watch.at;
import static health.vigil.clinical.vitals.Readings.receivedAfter;
import static health.vigil.clinical.vitals.Readings.weight;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Schedule;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Readings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A weight is expected each morning between 4 and 12 o'clock; two missed, and two hours more, are silence.
class SilenceTest {

    private static final Rule RULE =
            Rule.of("silent", "Silent", Severity.LOW, new Silence(ReadingKind.WEIGHT, 2, Duration.ofHours(2)), "house");
    private static final CarePlan MORNINGS = plan(Optional.empty(), PartOfDay.MORNING);

    @ParameterizedTest
    @CsvSource({
        "2026-06-10T07:00, 2026-06-12T14:00",
        // Before the morning begins, and as it begins.
        "2026-06-10T03:59, 2026-06-11T14:00",
        "2026-06-10T04:00, 2026-06-12T14:00",
        "2026-06-10T20:00, 2026-06-12T14:00",
        // Over the days of 23 and of 25 hours.
        "2026-03-28T07:00, 2026-03-30T14:00",
        "2026-10-24T07:00, 2026-10-26T14:00",
    })
    void beginsWhenTwoMorningsHavePassedWithoutAWeight(String last, String silent) {
        assertThat(since(MORNINGS, weight(at(last), 80))).containsExactly(at(silent));
    }

    @Test
    void countsEachPartOfADayInWhichAReadingIsExpected() {
        var twice = plan(Optional.empty(), PartOfDay.EVENING, PartOfDay.MORNING);

        assertThat(since(twice, weight(at("2026-06-10T07:00"), 80))).containsExactly(at("2026-06-11T14:00"));
        assertThat(since(twice, weight(at("2026-06-10T18:00"), 80))).containsExactly(at("2026-06-12T02:00"));
    }

    @Test
    void isToldAtItsMomentAndNotBefore() {
        var reading = weight(at("2026-06-10T07:00"), 80);

        var before = evaluation(MORNINGS, at("2026-06-12T13:59"), Presence.UNKNOWN, reading)
                .whole();

        assertThat(before.episodes()).isEmpty();
        assertThat(before.dues())
                .containsExactly(
                        new Evaluation.Due(at("2026-06-12T14:00"), ReadingKind.WEIGHT, reading.measuredAt(), true));
        assertThat(evaluation(MORNINGS, at("2026-06-12T14:00"), Presence.UNKNOWN, reading)
                        .passing(ReadingKind.WEIGHT, reading.measuredAt())
                        .episodes())
                .hasSize(1);
    }

    @Test
    void endsWithTheNextReading() {
        var next = weight(at("2026-06-14T07:00"), 80);

        assertThat(episodes(MORNINGS, weight(at("2026-06-10T07:00"), 80), next))
                .first()
                .satisfies(episode -> {
                    assertThat(episode.clearedAt()).contains(next.measuredAt());
                    assertThat(episode.late()).isFalse();
                    assertThat(episode.readings()).isZero();
                    assertThat(episode.reason()).isEqualTo("Silent: no weight reading since 10 Jun 2026, 07:00 CEST.");
                });
    }

    @Test
    void isLateWhereALateReadingTellsOfIt() {
        var next = receivedAfter(Duration.ofDays(2), weight(at("2026-06-14T07:00"), 80));

        assertThat(episodes(MORNINGS, weight(at("2026-06-10T07:00"), 80), next))
                .first()
                .matches(Episode::late);
    }

    @Test
    void beginsAfterThePlanWhereNobodyEverMeasured() {
        var plans = new PlanHistory(Map.of(at("2026-06-10T10:00"), MORNINGS));

        assertThat(evaluation(plans, LONG_AFTER, Presence.UNKNOWN).episodes())
                .singleElement()
                .matches(episode -> episode.latest().measuredAt().equals(at("2026-06-12T14:00")));
    }

    @Test
    void isFoundOfAPatientWhoWasSilentLongBeforeThePlanBegan() {
        var plans = new PlanHistory(Map.of(at("2026-06-10T00:00"), MORNINGS));

        assertThat(evaluation(plans, LONG_AFTER, Presence.UNKNOWN, weight(at("2024-01-01T07:00"), 80))
                        .episodes())
                .singleElement()
                .matches(episode -> episode.latest().measuredAt().equals(at("2026-06-11T14:00")));
    }

    @Test
    void isNoneAfterTheDaysOfACampaign() {
        var campaign = plan(Optional.of(7), PartOfDay.MORNING);
        var plans = new PlanHistory(Map.of(at("2026-06-01T00:00"), campaign));

        assertThat(evaluation(plans, LONG_AFTER, Presence.UNKNOWN, mornings(5)).episodes())
                .singleElement()
                .matches(episode -> episode.latest().measuredAt().equals(at("2026-06-07T14:00")));
        assertThat(evaluation(plans, LONG_AFTER, Presence.UNKNOWN, mornings(6)).episodes())
                .isEmpty();
    }

    @Test
    void isNotSaidByARuleThatIsInThePlanNoMore() {
        var without =
                new CarePlan("test", Watch.BERLIN, List.of(), Map.of(), MORNINGS.schedules(), CarePlan.LATE_AFTER);
        // Between the end of the second morning and the end of the grace.
        var plans = new PlanHistory(Map.of(at("2026-06-10T06:00"), MORNINGS, at("2026-06-12T13:00"), without));

        assertThat(evaluation(plans, LONG_AFTER, Presence.UNKNOWN, weight(at("2026-06-10T07:00"), 80))
                        .episodes())
                .isEmpty();
    }

    @Test
    void countsOnlyMorningsThatBeganAfterTheRuleCame() {
        var without =
                new CarePlan("test", Watch.BERLIN, List.of(), Map.of(), MORNINGS.schedules(), CarePlan.LATE_AFTER);
        var plans = new PlanHistory(Map.of(at("2026-06-10T06:00"), without, at("2026-06-12T11:00"), MORNINGS));

        assertThat(evaluation(plans, LONG_AFTER, Presence.UNKNOWN, weight(at("2026-06-10T07:00"), 80))
                        .episodes())
                .singleElement()
                .matches(episode -> episode.latest().measuredAt().equals(at("2026-06-14T14:00")));
    }

    @Test
    void followsAPatientWhoTravels() {
        var honolulu = MORNINGS.in(ZoneId.of("Pacific/Honolulu"));
        var plans = new PlanHistory(Map.of(at("2026-06-10T06:00"), MORNINGS, at("2026-06-11T13:00"), honolulu));

        // One morning at home, and one on the islands, which ends at noon there.
        assertThat(evaluation(plans, LONG_AFTER, Presence.UNKNOWN, weight(at("2026-06-10T07:00"), 80))
                        .episodes())
                .singleElement()
                .matches(episode -> episode.latest().measuredAt().equals(Instant.parse("2026-06-12T00:00:00Z")));
    }

    @Test
    void countsWhatWasMissedInTheOrderOfTimeAfterAJourneyOverTheDateLine() {
        var kiritimati =
                plan(Optional.empty(), PartOfDay.MORNING, PartOfDay.EVENING).in(ZoneId.of("Pacific/Kiritimati"));
        var newYork = kiritimati.in(ZoneId.of("America/New_York"));
        // At six in the morning of the 11th there it is noon of the 10th in New York.
        var plans = new PlanHistory(Map.of(
                Instant.parse("2026-06-10T00:00:00Z"), kiritimati, Instant.parse("2026-06-10T16:00:00Z"), newYork));

        // Before the morning of the 11th; the evening of the 10th comes after it.
        assertThat(evaluation(plans, LONG_AFTER, Presence.UNKNOWN, weight(Instant.parse("2026-06-10T13:00:00Z"), 80))
                        .episodes())
                .singleElement()
                .matches(episode -> episode.latest().measuredAt().equals(Instant.parse("2026-06-11T06:00:00Z")));
    }

    @Test
    void saysWhatTheDevicesTellOfItsCause() {
        var since = at("2026-06-11T18:30");
        var offline = new Presence.Device(Readings.DEVICE, false, since);
        var online = new Presence.Device(new UUID(0, 1), true, since);

        assertThat(reason(Presence.UNKNOWN))
                .isEqualTo("Silent: no weight reading since 10 Jun 2026, 07:00 CEST;"
                        + " the device never said whether it is online.");
        assertThat(reason(new Presence(List.of(offline))))
                .endsWith("; the device is offline since 11 Jun 2026, 18:30 CEST.");
        assertThat(reason(new Presence(List.of(offline, online))))
                .endsWith("; the device is online: nothing was measured.");
    }

    private static Reading[] mornings(int days) {
        return Watch.every(days, day -> weight(at("2026-06-01T07:00").plus(Duration.ofDays(day)), 80));
    }

    private static String reason(Presence presence) {
        return evaluation(MORNINGS, LONG_AFTER, presence, weight(at("2026-06-10T07:00"), 80))
                .episodes()
                .getFirst()
                .reason();
    }

    private static CarePlan plan(Optional<Integer> days, PartOfDay... parts) {
        return Watch.plan(List.of(new Schedule(ReadingKind.WEIGHT, List.of(parts), days)), RULE);
    }

    private static List<Instant> since(CarePlan plan, Reading... readings) {
        return episodes(plan, readings).stream()
                .map(episode -> episode.latest().measuredAt())
                .toList();
    }

    private static List<Episode> episodes(CarePlan plan, Reading... readings) {
        return evaluation(plan, LONG_AFTER, Presence.UNKNOWN, readings).episodes();
    }

    private static Evaluation evaluation(CarePlan plan, Instant now, Presence presence, Reading... readings) {
        // From shortly before the first reading on.
        var beginning = readings[0].measuredAt().minusSeconds(60);
        return evaluation(new PlanHistory(Map.of(beginning, plan)), now, presence, readings);
    }

    private static Evaluation evaluation(PlanHistory plans, Instant now, Presence presence, Reading... readings) {
        return new Evaluation(
                Readings.PATIENT,
                plans,
                kind -> Series.of(kind == ReadingKind.WEIGHT ? List.of(readings) : List.of()),
                presence,
                now);
    }
}
