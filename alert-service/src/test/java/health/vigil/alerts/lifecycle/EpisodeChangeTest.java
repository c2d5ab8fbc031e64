package health.vigil.alerts.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every state × every change.
class EpisodeChangeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            CHANGE | BEFORE | AFTER
            LASTS | raised | raised
            LASTS | notifying | notifying
            LASTS | snoozed | snoozed
            LASTS | acknowledged | acknowledged
            LASTS | resolved by Vigil | acknowledged
            LASTS | resolved by nora | resolved by nora
            LASTS | superseded | raised
            LASTS | withdrawn | raised
            WORSE | raised | raised
            WORSE | notifying | raised
            WORSE | snoozed | raised
            WORSE | acknowledged | raised
            WORSE | resolved by Vigil | raised
            WORSE | resolved by nora | raised
            WORSE | superseded | raised
            WORSE | withdrawn | raised
            OVER | raised | raised
            OVER | notifying | notifying
            OVER | snoozed | resolved by Vigil
            OVER | acknowledged | resolved by Vigil
            OVER | resolved by Vigil | resolved by Vigil
            OVER | resolved by nora | resolved by nora
            OVER | superseded | raised
            OVER | withdrawn | raised
            SUPERSEDED | raised | superseded
            SUPERSEDED | notifying | superseded
            SUPERSEDED | snoozed | superseded
            SUPERSEDED | acknowledged | superseded
            SUPERSEDED | resolved by Vigil | superseded
            SUPERSEDED | resolved by nora | superseded
            SUPERSEDED | superseded | superseded
            SUPERSEDED | withdrawn | superseded
            WITHDRAWN | raised | withdrawn
            WITHDRAWN | notifying | withdrawn
            WITHDRAWN | snoozed | withdrawn
            WITHDRAWN | acknowledged | withdrawn
            WITHDRAWN | resolved by Vigil | withdrawn
            WITHDRAWN | resolved by nora | withdrawn
            WITHDRAWN | superseded | withdrawn
            WITHDRAWN | withdrawn | withdrawn
            """)
    void movesTheAlertToTheStateThatTheChangeMeans(EpisodeChange change, String before, String after) {
        assertThat(change.after(state(before))).isEqualTo(state(after));
    }

    private static AlertState state(String text) {
        var parts = text.split(" by ", 2);
        return AlertState.of(parts[0], parts.length == 2 ? parts[1] : null, null, null);
    }
}
