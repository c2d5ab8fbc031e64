package health.vigil.alerts.watch;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.kit.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VigilanceTest {

    private static final Instant BEGIN = Instant.parse("2026-11-26T12:00:00Z");

    private Vigilance vigilance = Vigilance.ALL_IS_WELL;

    private Optional<String> see(int second, String seen) {
        var step = vigilance.see(
                seen.isEmpty() ? Optional.empty() : Optional.of(seen),
                BEGIN.plusSeconds(second),
                Duration.ofMinutes(1),
                Duration.ofMinutes(15));
        vigilance = step.next();
        return step.word();
    }

    @Test
    void tellsAnOperatorOnceSomethingIsWrongForTooLongAndAgainAndWhenAllIsWell() {
        assertThat(see(0, "")).isEmpty();
        assertThat(see(10, "no answer")).isEmpty();
        assertThat(see(69, "no answer")).isEmpty();
        assertThat(see(70, "no answer")).contains("no answer (since 2026-11-26T12:00:10Z)");
        assertThat(see(80, "no answer")).isEmpty();
        assertThat(see(70 + 900, "a step is overdue"))
                .hasValueSatisfying(word -> assertThat(word).startsWith("a step is overdue"));
        assertThat(see(1000, "")).contains("All is well again, after: a step is overdue");
        assertThat(see(1010, "")).isEmpty();
    }

    @Test
    void saysNothingOfWhatIsOverSoon() {
        assertThat(see(0, "no answer")).isEmpty();
        assertThat(see(59, "")).isEmpty();
        assertThat(see(61, "no answer")).isEmpty();
    }

    @Test
    void readsAlarmsAndPartsThatAreNotWell() throws Exception {
        assertThat(Watch.problems(Json.MAPPER.readTree("""
                        {"status":"ok","parts":{"database":"ok"},"alarms":{"watchdog":"no probe"}}
                        """))).contains("watchdog: no probe");
        assertThat(Watch.problems(Json.MAPPER.readTree("""
                        {"status":"failing","parts":{"database":"away","alerts":"ok"},"alarms":{}}
                        """))).contains("database: away");
        assertThat(Watch.problems(Json.MAPPER.readTree("{\"status\":\"ok\",\"parts\":{\"a\":\"ok\"}}")))
                .isEmpty();
        assertThat(Watch.problems(Json.MAPPER.readTree("{}"))).isPresent();
    }
}
