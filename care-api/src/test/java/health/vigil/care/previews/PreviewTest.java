package health.vigil.care.previews;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.care.samples.SampleReadings;
import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PreviewTest {

    private static final UUID PATIENT = new UUID(1, 1);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant UNTIL = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant FROM = UNTIL.minus(Duration.ofDays(90));
    private static final PlanHistory STORED = new PlanHistory(Map.of(
            FROM.minus(Duration.ofDays(100)), Template.STANDARD.in(BERLIN),
            FROM.plus(Duration.ofDays(30)), Template.HEART_FAILURE.in(BERLIN)));

    private static List<Reading> readings() {
        var random = new Random(7);
        var readings = new ArrayList<Reading>();
        for (var day = 0; day < 150; day++) {
            var morning = UNTIL.minus(Duration.ofDays(day)).minusSeconds(random.nextInt(10_000));
            readings.add(SampleReadings.pressure(morning, 120 + random.nextInt(70), 70 + random.nextInt(40)));
            readings.add(SampleReadings.weight(morning.plusSeconds(60), 800 / 10.0 + random.nextInt(40) / 10.0));
        }
        return readings;
    }

    private static Preview preview(List<Reading> readings) {
        return Preview.of(PATIENT, STORED, Template.HYPERTENSION.in(BERLIN), readings, FROM, UNTIL);
    }

    private static List<Episode> direct(PlanHistory plans, List<Reading> readings) {
        return new Evaluation(
                        PATIENT,
                        plans,
                        kind -> Series.of(readings.stream()
                                .filter(reading -> reading.kind() == kind)
                                .toList()),
                        Presence.UNKNOWN,
                        UNTIL)
                .episodes().stream()
                        .filter(episode -> !episode.first().measuredAt().isBefore(FROM))
                        .toList();
    }

    @Test
    void raisesWhatTheEvaluationRaises() {
        var readings = readings();
        var preview = preview(readings);

        assertThat(preview.now())
                .extracting(Preview.Raised::episode)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(direct(STORED, readings));
        assertThat(preview.then())
                .extracting(Preview.Raised::episode)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        direct(PlanHistory.always(Template.HYPERTENSION.in(BERLIN)), readings));
    }

    @Test
    void doesNotDependOnTheOrderOfTheReadings() {
        var readings = readings();
        var expected = preview(readings);
        Collections.shuffle(readings, new Random(8));

        assertThat(preview(readings)).isEqualTo(expected);
    }

    @Test
    void tellsApartWhatOnlyOneOfThePlansRaises() {
        var preview = preview(readings());

        assertThat(preview.both()).isNotEmpty();
        assertThat(preview.both().size() + preview.onlyThen().size())
                .isEqualTo(preview.then().size());
        assertThat(preview.both().size() + preview.onlyNow().size())
                .isEqualTo(preview.now().size());
        assertThat(preview.onlyNow()).doesNotContainAnyElementsOf(preview.then());
    }

    @Test
    void countsByRuleAndSeverity() {
        var preview = preview(readings());
        var tally = new Tally();
        tally.add(preview);
        var twice = new Tally();
        twice.add(tally);
        twice.add(preview);

        assertThat(tally.now()).isEqualTo(preview.now().size());
        assertThat(tally.then()).isEqualTo(preview.then().size());
        assertThat(twice.then()).isEqualTo(2 * tally.then());
        assertThat(tally.counts())
                .extracting(Tally.Count::severity)
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
    }
}
