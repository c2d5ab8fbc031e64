package health.vigil.kit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.kit.access.Scope.Interaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

    @ParameterizedTest
    @CsvSource({
        "patient/*.rs, Observation, READ, true",
        "patient/*.r, Observation, SEARCH, false",
        "user/Observation.s, Observation, SEARCH, true",
        "user/Observation.s, Observation, READ, false",
        "user/Observation.rs, Patient, READ, false",
        "system/Patient.read, Patient, SEARCH, true",
    })
    void coversWhatItNamesAndNothingElse(String scope, String resource, Interaction interaction, boolean covers) {
        assertThat(Scope.parse(scope)).singleElement().returns(covers, each -> each.covers(resource, interaction));
    }

    @Test
    void isWrittenAsItIsRead() {
        var text = "patient/*.rs user/Observation.r system/Patient.s";

        assertThat(Scope.parse("  " + text.replace(" ", "\n ") + " patient/*.read"))
                .extracting(Scope::toString)
                .containsExactly(text.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "patient/*",
                "patient/*.c",
                "patient/*.cruds",
                "patient/*.sr",
                "launch/patient.rs",
                "patient/Observation.rs?category=laboratory",
                "patient/observation.rs",
                "openid",
                "user/*.rs,system/*.rs",
            })
    void refusesWhatItWouldNotHold(String text) {
        assertThatThrownBy(() -> Scope.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no scope");
    }
}
