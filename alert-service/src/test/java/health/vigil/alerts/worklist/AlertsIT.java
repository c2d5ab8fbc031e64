package health.vigil.alerts.worklist;

import static health.vigil.alerts.samples.Episodes.cause;
import static health.vigil.alerts.samples.Episodes.cleared;
import static health.vigil.alerts.samples.Episodes.id;
import static health.vigil.alerts.samples.Episodes.raised;
import static health.vigil.alerts.samples.Episodes.updated;
import static health.vigil.alerts.samples.Episodes.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.alerts.samples.Episodes;
import health.vigil.kit.sight.Reach;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
import health.vigil.schemas.AlertSeverity;
import health.vigil.schemas.EpisodeEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryStore
class AlertsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care", "alerts");

    private static final Instant NOW = Instant.parse("2026-11-01T06:15:00.250Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final Desk desk = new Desk(DATABASE, CLOCK);
    private final ToldEpisodes topic = new ToldEpisodes(DATABASE, CLOCK);

    @BeforeEach
    void empty() {
        DATABASE.empty("alerts.alert, care.patient");
    }

    @Test
    void keepsOneAlertForAnEpisodeHoweverOftenItsEventsCome() {
        topic.tell(raised("low"), updated("low", 2), raised("low"));

        topic.tell(raised("low"), updated("low", 2));

        assertThat(desk.alerts().list(Filter.of("open", Reach.EVERYBODY), 10)).hasSize(1);
        assertThat(steps("low")).containsExactly("raised by Vigil");
    }

    @Test
    void tellsWhatTheLatestEventTells() {
        topic.tell(raised("low"));
        var later = Episodes.FIRST_AT.plusSeconds(600);

        topic.tell(updated("low", 2)
                .setReadings(2)
                .setReason("worse")
                .setWorst(cause(later, "LO mg/dL"))
                .setLatest(cause(later, "LO mg/dL")));

        assertThat(alert("low"))
                .returns("raised", AlertView::state)
                .returns(2, AlertView::readings)
                .returns("worse", AlertView::reason)
                .returns(Episodes.FIRST_AT, AlertView::firstAt)
                .returns("45 mg/dL", AlertView::firstText)
                .returns("LO mg/dL", AlertView::worstText)
                .returns(later, AlertView::latestAt)
                .returns("glucose", AlertView::kind);
    }

    @Test
    void keepsTheExplanationByteForByteAlsoOfAnAlertThatIsGone() {
        var explanation = "{\"reason\" : \"äöü  with two spaces\"}";
        topic.tell(raised("low").setExplanation(explanation).setPlanVersion(3).setUnconfirmed(true));

        topic.tell(withdrawn("low", 2).setGoneBecause("A reading was marked as entered in error."));

        assertThat(desk.alerts().explanation(id("low"))).contains(explanation);
        assertThat(alert("low"))
                .returns("withdrawn", AlertView::state)
                .returns("A reading was marked as entered in error.", AlertView::goneBecause);
        assertThat(desk.alerts().steps(id("low")))
                .last()
                .returns("withdrawn", Alerts.Step::step)
                .returns("A reading was marked as entered in error.", Alerts.Step::note);
    }

    @Test
    void ignoresAnEventThatIsOutOfDate() {
        topic.tell(updated("low", 3).setReadings(5));

        topic.tell(cleared("low", 2).setReadings(4));

        assertThat(alert("low")).returns(5, AlertView::readings).returns(null, AlertView::clearedAt);
    }

    @Test
    void recordsWhoAcknowledgedItAndWhen() {
        topic.tell(raised("low"));

        var result = desk.acknowledge(id("low"), "nora", "I call her.");

        assertThat(result).isEqualTo(Actions.Result.DONE);
        assertThat(alert("low"))
                .returns("acknowledged", AlertView::state)
                .returns("nora", AlertView::acknowledgedBy)
                .returns(NOW, AlertView::acknowledgedAt)
                .returns("I call her.", AlertView::note);
        assertThat(steps("low")).containsExactly("raised by Vigil", "acknowledged by nora: I call her.");
    }

    @Test
    void leavesAnAlertToWhoeverAcknowledgedItFirst() {
        topic.tell(raised("low"));
        desk.acknowledge(id("low"), "nora", "first");

        var result = desk.acknowledge(id("low"), "otto", "second");

        assertThat(result).isEqualTo(Actions.Result.NOT_POSSIBLE);
        assertThat(alert("low")).returns("nora", AlertView::acknowledgedBy).returns("first", AlertView::note);
        assertThat(steps("low")).hasSize(2);
    }

    @Test
    void knowsNoAlertThatWasNeverRaised() {
        assertThat(desk.acknowledge(id("none"), "nora", "")).isEqualTo(Actions.Result.NOT_FOUND);
        assertThat(desk.resolve(id("none"), "nora", "")).isEqualTo(Actions.Result.NOT_FOUND);
        assertThat(desk.alerts().find(id("none"), Reach.EVERYBODY)).isEmpty();
    }

    @Test
    void staysOpenWhenTheValueIsBackBeforeAnybodySawIt() {
        topic.tell(raised("low"));

        topic.tell(cleared("low", 2));

        assertThat(alert("low")).returns("raised", AlertView::state).returns(Episodes.CLEARED_AT, AlertView::clearedAt);
    }

    @Test
    void isResolvedByVigilWhenTheValueIsBackAfterSomebodySawIt() {
        topic.tell(raised("low"));
        desk.acknowledge(id("low"), "nora", "");

        topic.tell(cleared("low", 2));

        assertThat(alert("low")).returns("resolved", AlertView::state);
        assertThat(steps("low")).containsExactly("raised by Vigil", "acknowledged by nora", "resolved by Vigil");
    }

    @Test
    void isResolvedByVigilWhenSomebodySeesItAfterTheValueIsBack() {
        topic.tell(raised("low"), cleared("low", 2));

        desk.acknowledge(id("low"), "nora", "");

        assertThat(alert("low")).returns("resolved", AlertView::state).returns("nora", AlertView::acknowledgedBy);
    }

    @Test
    void comesBackWhenTheValueHadOnlySeemedToBeBack() {
        topic.tell(raised("low"));
        desk.acknowledge(id("low"), "nora", "");
        topic.tell(cleared("low", 2));

        topic.tell(updated("low", 3));

        assertThat(alert("low")).returns("acknowledged", AlertView::state).returns(null, AlertView::clearedAt);
    }

    @Test
    void staysResolvedWhenAHumanResolvedIt() {
        topic.tell(raised("low"));
        desk.resolve(id("low"), "nora", "She is in hospital.");

        topic.tell(updated("low", 2).setReadings(2));

        assertThat(alert("low")).returns("resolved", AlertView::state).returns(2, AlertView::readings);
        assertThat(desk.resolve(id("low"), "otto", "")).isEqualTo(Actions.Result.NOT_POSSIBLE);
        assertThat(steps("low"))
                .containsExactly("raised by Vigil", "resolved by nora: Called the patient: She is in hospital.");
    }

    @Test
    void leavesTheWorklistWhenItsCauseIsGoneAndComesBackWithIt() {
        topic.tell(raised("low"));

        topic.tell(withdrawn("low", 2));

        assertThat(alert("low")).returns("withdrawn", AlertView::state);
        assertThat(desk.worklist().isEmpty()).isTrue();
        topic.tell(raised("low").setRevision(3));
        assertThat(alert("low")).returns("raised", AlertView::state);
    }

    @Test
    void pagesHoldEveryAlertOnceAndInOrderAlsoWhenOneIsDealtWithInBetween() {
        topic.tell(IntStream.range(0, 50)
                .mapToObj(number -> raised("low " + number)
                        .setSeverity(number % 3 == 0 ? AlertSeverity.CRITICAL : AlertSeverity.HIGH)
                        .setLatest(cause(Episodes.FIRST_AT.plusSeconds(number % 7), "45 mg/dL")))
                .toArray(EpisodeEvent.Builder[]::new));
        var all = desk.alerts().list(Filter.of("open", Reach.EVERYBODY), 100);

        var paged = new ArrayList<AlertView>();
        var page = desk.alerts().page(Filter.of("open", Reach.EVERYBODY), Optional.empty(), 7);
        paged.addAll(page.alerts());
        desk.acknowledge(page.alerts().getFirst().alertId(), "nora", "");
        while (page.next() != null) {
            page = desk.alerts().page(Filter.of("open", Reach.EVERYBODY), Optional.of(Place.of(page.next())), 7);
            paged.addAll(page.alerts());
        }

        assertThat(paged)
                .extracting(AlertView::alertId)
                .containsExactlyElementsOf(all.stream().map(AlertView::alertId).toList());
    }

    private AlertView alert(String name) {
        return desk.alert(id(name));
    }

    private List<String> steps(String name) {
        return desk.steps(id(name));
    }
}
