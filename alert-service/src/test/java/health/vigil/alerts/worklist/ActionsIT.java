package health.vigil.alerts.worklist;

import static health.vigil.alerts.samples.Episodes.cleared;
import static health.vigil.alerts.samples.Episodes.id;
import static health.vigil.alerts.samples.Episodes.raised;
import static health.vigil.alerts.samples.Episodes.updated;
import static health.vigil.alerts.worklist.Desk.NORA;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.alerts.worklist.Actions.Result;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
import health.vigil.schemas.AlertSeverity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryStore
class ActionsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care", "alerts");

    private static final Instant BEGIN = Instant.parse("2026-11-01T06:15:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final Clock clock = new TestClock(now);
    private final Desk desk = new Desk(DATABASE, clock);
    private final ToldEpisodes topic = new ToldEpisodes(DATABASE, clock);

    /// Stands until time passes.
    private static final class TestClock extends Clock {

        private final AtomicReference<Instant> now;

        TestClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("the test has one zone");
        }
    }

    @BeforeEach
    void empty() {
        DATABASE.empty("alerts.alert, care.patient");
    }

    private AlertView alert() {
        return desk.alert(id("low"));
    }

    private void passes(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void whatIsCriticalAndNewCannotBePutOff() {
        topic.tell(raised("low"));

        assertThat(desk.actions().snooze(id("low"), NORA, Duration.ofHours(1), "later"))
                .isEqualTo(Result.NOT_POSSIBLE);
        assertThat(alert().state()).isEqualTo("raised");
    }

    @Test
    void whatIsLessUrgentIsPutOffUntilItGetsWorse() {
        topic.tell(raised("low").setSeverity(AlertSeverity.HIGH));

        assertThat(desk.actions().snooze(id("low"), NORA, Duration.ofHours(1), "she eats now"))
                .isEqualTo(Result.DONE);
        assertThat(alert()).returns("snoozed", AlertView::state).returns(BEGIN.plusSeconds(3600), AlertView::due);

        topic.tell(updated("low", 2).setSeverity(AlertSeverity.CRITICAL));
        assertThat(alert()).returns("raised", AlertView::state).returns("URGENT", AlertView::urgency);
        assertThat(desk.steps(id("low"))).last().isEqualTo("raised-again by Vigil");
    }

    @Test
    void anAcknowledgedAlertThatIsConfirmedIsRaisedAgain() {
        topic.tell(raised("low").setUnconfirmed(true));
        desk.acknowledge(id("low"), NORA, "");

        topic.tell(updated("low", 2).setReadings(2).setUnconfirmed(false));

        assertThat(alert().state()).isEqualTo("raised");
    }

    @Test
    void aRepeatThatComesInTimeLeavesTheAlertInTheSameHands() {
        topic.tell(raised("low"));
        desk.actions().askForRepeat(id("low"), NORA, "");
        assertThat(alert()).returns("REPEAT", AlertView::waitsFor).returns(NORA, AlertView::acknowledgedBy);

        topic.tell(updated("low", 2).setReadings(2));

        assertThat(alert())
                .returns("acknowledged", AlertView::state)
                .returns(null, AlertView::waitsFor)
                .returns(null, AlertView::due);
        assertThat(desk.steps(id("low"))).last().isEqualTo("repeat-came by Vigil");
    }

    @Test
    void whatIsHandedOverIsTakenOverOnRecord() {
        topic.tell(raised("low"));
        desk.actions().handOver(id("low"), NORA, "call her at noon");
        assertThat(alert().waitsForTakeOver()).isTrue();

        assertThat(desk.actions().takeOver(id("low"), "otto", "")).isEqualTo(Result.DONE);

        assertThat(alert()).returns("otto", AlertView::acknowledgedBy).returns(null, AlertView::due);
        assertThat(desk.steps(id("low")))
                .containsExactly("raised by Vigil", "handed-over by nora: call her at noon", "taken-over by otto");
    }

    @Test
    void aSlipIsTakenBackByWhoMadeItAndSoon() {
        topic.tell(raised("low"));
        desk.acknowledge(id("low"), NORA, "");

        assertThat(desk.actions().undo(id("low"), "otto")).isEqualTo(Result.NOT_POSSIBLE);
        assertThat(desk.actions().undo(id("low"), NORA)).isEqualTo(Result.DONE);
        assertThat(alert()).returns("raised", AlertView::state).returns(null, AlertView::acknowledgedBy);

        desk.acknowledge(id("low"), NORA, "");
        passes(Duration.ofMinutes(6));
        assertThat(desk.actions().undo(id("low"), NORA)).isEqualTo(Result.NOT_POSSIBLE);
    }

    @Test
    void aResolutionThatIsTakenBackIsInHandAgain() {
        topic.tell(raised("low"));
        desk.acknowledge(id("low"), NORA, "");
        desk.resolve(id("low"), NORA, "");

        desk.actions().undo(id("low"), NORA);

        assertThat(alert().state()).isEqualTo("acknowledged");
    }

    @Test
    void aNoteChangesNothingElse() {
        topic.tell(raised("low"));

        desk.actions().note(id("low"), NORA, "no answer yet");

        assertThat(alert().state()).isEqualTo("raised");
        assertThat(desk.steps(id("low"))).last().isEqualTo("note by nora: no answer yet");
    }

    @Test
    void whatComesBackToNormalWhilePutOffIsResolved() {
        topic.tell(raised("low").setSeverity(AlertSeverity.HIGH));
        desk.actions().snooze(id("low"), NORA, Duration.ofHours(1), "she eats now");

        topic.tell(cleared("low", 2).setSeverity(AlertSeverity.HIGH));

        assertThat(alert()).returns("resolved", AlertView::state).returns(null, AlertView::due);
    }
}
