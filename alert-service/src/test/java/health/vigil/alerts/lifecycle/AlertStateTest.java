package health.vigil.alerts.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import health.vigil.alerts.lifecycle.AlertState.Recall;
import health.vigil.alerts.lifecycle.AlertState.WaitsFor;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertStateTest {

    private static final Instant UNTIL = Instant.parse("2026-11-01T06:15:00Z");

    static List<AlertState> states() {
        return List.of(
                new AlertState.Raised(),
                new AlertState.Notifying(),
                new AlertState.Snoozed(UNTIL),
                new AlertState.Acknowledged(null),
                new AlertState.Acknowledged(new Recall(UNTIL, WaitsFor.REPEAT)),
                new AlertState.Resolved("nora"),
                new AlertState.Superseded(),
                new AlertState.Withdrawn());
    }

    @ParameterizedTest
    @MethodSource("states")
    void comesBackFromWhatIsStoredOfIt(AlertState state) {
        var waitsFor =
                state instanceof AlertState.Acknowledged(Recall recall) && recall != null ? recall.waitsFor() : null;

        assertThat(AlertState.of(state.code(), "nora", state.until(), waitsFor)).isEqualTo(state);
    }

    @Test
    void hasTheCodesThatAreInTheDatabase() {
        assertThat(states())
                .extracting(AlertState::code)
                .containsExactly(
                        "raised",
                        "notifying",
                        "snoozed",
                        "acknowledged",
                        "acknowledged",
                        "resolved",
                        "superseded",
                        "withdrawn");
    }

    @Test
    void refusesACodeThatNoStateHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlertState.of("open", null, null, null))
                .withMessageContaining("open");
    }

    @Test
    void leadsFromRaisedOverToldAndAcknowledgedToResolved() {
        assertThat(new AlertState.Raised().tell().acknowledge().resolve("nora"))
                .isEqualTo(new AlertState.Resolved("nora"));
    }

    @Test
    void leadsFromEachWaitingStateToAcknowledgedSnoozedAndResolved() {
        for (var state : states()) {
            if (state instanceof AlertState.Waiting waiting) {
                assertThat(waiting.acknowledge()).isEqualTo(new AlertState.Acknowledged(null));
                assertThat(waiting.snooze(UNTIL)).isEqualTo(new AlertState.Snoozed(UNTIL));
                assertThat(waiting.resolve("nora")).isEqualTo(new AlertState.Resolved("nora"));
            }
        }
    }

    @Test
    void leadsBackFromResolvedToAcknowledged() {
        assertThat(new AlertState.Resolved(AlertState.VIGIL).reopen()).isEqualTo(new AlertState.Acknowledged(null));
    }

    @Test
    void leadsFromSnoozedAndFromAcknowledgedBackToRaised() {
        assertThat(new AlertState.Snoozed(UNTIL).wake()).isEqualTo(new AlertState.Raised());
        assertThat(new AlertState.Acknowledged(null).release()).isEqualTo(new AlertState.Raised());
    }
}
