package health.vigil.alerts.worklist;

import static health.vigil.alerts.samples.Episodes.cleared;
import static health.vigil.alerts.samples.Episodes.id;
import static health.vigil.alerts.samples.Episodes.raised;
import static health.vigil.alerts.samples.Episodes.superseded;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.parts.TestStore;
import health.vigil.schemas.AlertSeverity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of an acknowledgement when late readings make another episode of it.
class SuccessorIT {

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
    void handsItsAcknowledgementToItsSuccessor() {
        topic.tell(raised("old"));
        desk.acknowledge(id("old"), "nora", "I call her.");

        topic.tell(raised("new"), superseded("old", 2, "new"));

        assertThat(alert("old")).returns("superseded", AlertView::state);
        assertThat(alert("new"))
                .returns("acknowledged", AlertView::state)
                .returns("nora", AlertView::acknowledgedBy)
                .returns(NOW, AlertView::acknowledgedAt)
                .returns("I call her.", AlertView::note);
        assertThat(steps("new"))
                .containsExactly("raised by Vigil", "acknowledged by Vigil: inherited from the alert it replaces");
    }

    @Test
    void handsNoAcknowledgementToASuccessorThatIsMoreSevere() {
        topic.tell(raised("old").setSeverity(AlertSeverity.HIGH));
        desk.acknowledge(id("old"), "nora", "");

        topic.tell(
                raised("new").setSeverity(AlertSeverity.CRITICAL),
                superseded("old", 2, "new").setSeverity(AlertSeverity.HIGH));

        assertThat(alert("new")).returns("raised", AlertView::state).returns(null, AlertView::acknowledgedBy);
    }

    @Test
    void leavesASuccessorOpenOfWhichNobodyKnewAnything() {
        topic.tell(raised("old"));

        topic.tell(raised("new"), superseded("old", 2, "new"));

        assertThat(alert("new")).returns("raised", AlertView::state);
    }

    @Test
    void resolvesASuccessorThatIsOverAlready() {
        topic.tell(raised("old"));
        desk.acknowledge(id("old"), "nora", "");

        topic.tell(cleared("new", 1), superseded("old", 2, "new"));

        assertThat(alert("new")).returns("resolved", AlertView::state).returns("nora", AlertView::acknowledgedBy);
    }

    @Test
    void handsOnAnAcknowledgementAfterTheValueWasBackToo() {
        topic.tell(raised("old"));
        desk.acknowledge(id("old"), "nora", "");
        topic.tell(cleared("old", 2));

        topic.tell(raised("new"), superseded("old", 3, "new"));

        assertThat(alert("new")).returns("acknowledged", AlertView::state).returns("nora", AlertView::acknowledgedBy);
    }

    private AlertView alert(String name) {
        return desk.alert(id(name));
    }

    private List<String> steps(String name) {
        return desk.steps(id(name));
    }
}
