package health.vigil.clinical.rules;

import static health.vigil.clinical.rules.Watch.LONG_AFTER;
import static health.vigil.clinical.rules.Watch.at;
import static health.vigil.clinical.rules.Watch.episodes;
import static health.vigil.clinical.vitals.Readings.confirmed;
import static health.vigil.clinical.vitals.Readings.weight;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.Change.Against;
import health.vigil.clinical.rules.Change.Direction;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Readings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A jump of more than 10 % is more often another person on the scale.
class OtherPersonTest {

    private static final OtherPerson OTHER = new OtherPerson(Metric.WEIGHT, 7, 10, 2);
    private static final Rule IS_IT = Rule.of("other", "Another person?", Severity.LOW, OTHER, "house");
    private static final Rule GAIN = Rule.of(
            "gain",
            "Gain",
            Severity.HIGH,
            new Change(Metric.WEIGHT, Direction.RISE, Against.LOWEST, 2, 1.4, 0.9, 1),
            "AHA");

    private static final Reading MONDAY = weight(at("2026-06-08T07:00"), 80);
    private static final Reading TUESDAY = weight(at("2026-06-09T07:00"), 80);
    private static final Reading WEDNESDAY = weight(at("2026-06-10T07:00"), 95);
    private static final Reading THURSDAY = weight(at("2026-06-11T07:00"), 80.2);

    @ParameterizedTest
    @CsvSource({"88, 0", "88.03, 0", "88.1, 1", "72, 0", "71.9, 1"})
    void isSuspectedWhereAWeightJumpsByMoreThanTenPercent(double weight, int expected) {
        assertThat(episodes(OTHER, MONDAY, TUESDAY, weight(WEDNESDAY.measuredAt(), weight)))
                .hasSize(expected);
    }

    @Test
    void isNoGain() {
        assertThat(raised(IS_IT, GAIN, MONDAY, TUESDAY, WEDNESDAY, THURSDAY)).containsExactly("other");
    }

    @Test
    void isNotWhatALaterWeightIsComparedWith() {
        var light = weight(WEDNESDAY.measuredAt(), 60);

        assertThat(raised(IS_IT, GAIN, MONDAY, TUESDAY, light, THURSDAY)).containsExactly("other");
    }

    @Test
    void isThePatientAfterAllWhereAHumanSaysSo() {
        assertThat(raised(IS_IT, GAIN, MONDAY, TUESDAY, confirmed(WEDNESDAY), THURSDAY))
                .containsExactly("gain");
    }

    @Test
    void isJudgedLikeAnyByALimit() {
        var heavy = Rule.of(
                "heavy",
                "Heavy",
                Severity.LOW,
                new Limit(List.of(Bound.above(Metric.WEIGHT, 90, 90)), List.of()),
                "test");

        assertThat(raised(IS_IT, heavy, MONDAY, TUESDAY, WEDNESDAY)).containsExactlyInAnyOrder("other", "heavy");
    }

    @Test
    void isSuspectedOnlyWhereTheRuleLooks() {
        var evenings = IS_IT.with(new Filter(Set.of(), Set.of(), PartOfDay.EVENING));
        var before = weight(at("2026-06-08T19:00"), 80);
        var after = weight(at("2026-06-09T19:00"), 80);

        assertThat(raised(evenings, GAIN, before, after, WEDNESDAY)).containsExactly("gain");
    }

    @Test
    void isUnknownWhereHardlyAnyWeightIs() {
        assertThat(episodes(OTHER, MONDAY, WEDNESDAY)).isEmpty();
    }

    private static List<String> raised(Rule one, Rule other, Reading... readings) {
        var plans = PlanHistory.always(Watch.plan(List.of(), one, other));
        return Readings.evaluation(plans, LONG_AFTER, readings).episodes().stream()
                .map(Episode::ruleId)
                .toList();
    }
}
