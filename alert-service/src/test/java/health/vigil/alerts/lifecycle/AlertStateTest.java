package health.vigil.alerts.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertStateTest {

    static List<AlertState> states() {
        return List.of(
                new AlertState.Open(),
                new AlertState.Acknowledged(),
                new AlertState.Resolved("nora"),
                new AlertState.Superseded(),
                new AlertState.Withdrawn());
    }

    @ParameterizedTest
    @MethodSource("states")
    void comesBackFromItsCode(AlertState state) {
        assertThat(AlertState.of(state.code(), "nora")).isEqualTo(state);
    }

    @Test
    void hasTheCodesThatAreInTheDatabase() {
        assertThat(states())
                .extracting(AlertState::code)
                .containsExactly("open", "acknowledged", "resolved", "superseded", "withdrawn");
    }

    @Test
    void refusesACodeThatNoStateHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlertState.of("snoozed", ""))
                .withMessageContaining("snoozed");
    }

    @Test
    void leadsFromOpenOverAcknowledgedToResolved() {
        assertThat(new AlertState.Open().acknowledge().resolve("nora")).isEqualTo(new AlertState.Resolved("nora"));
    }

    @Test
    void leadsFromOpenToResolvedByWhoeverResolvesIt() {
        assertThat(new AlertState.Open().resolve("nora")).isEqualTo(new AlertState.Resolved("nora"));
    }

    @Test
    void leadsBackFromResolvedToAcknowledged() {
        assertThat(new AlertState.Resolved(AlertState.VIGIL).reopen()).isEqualTo(new AlertState.Acknowledged());
    }
}
