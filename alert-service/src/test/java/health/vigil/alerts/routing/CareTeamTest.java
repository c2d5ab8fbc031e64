package health.vigil.alerts.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import health.vigil.kit.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CareTeamTest {

    private final CareTeam team = SampleTeams.dayAndNight();

    @Test
    void cannotMakeUrgentAlertsWaitForTheEndOfQuietHours() {
        var path = new Path(List.of(), Duration.ofMinutes(5), true);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> team.withPath(Urgency.URGENT, path))
                .withMessageContaining("quiet hours");
    }

    @Test
    void cannotGiveUrgentAlertsMoreThanAQuarterOfAnHour() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> team.withPath(Urgency.URGENT, new Path(List.of(), Duration.ofMinutes(16), false)))
                .withMessageContaining("15 minutes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> team.withPath(
                        Urgency.URGENT,
                        new Path(
                                List.of(new Path.Level(new Target.WholeTeam(), Duration.ofHours(1))),
                                Duration.ofMinutes(5),
                                false)));
    }

    @Test
    void cannotNameARotaThatIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> team.withRotas(List.of()))
                .withMessageContaining("On call");
    }

    @Test
    void worksForANewVigilThatNobodyHasSetUp() {
        assertThatCode(() -> CareTeam.unconfigured(SampleTeams.BERLIN)).doesNotThrowAnyException();
    }

    @Test
    void comesBackFromItsDocument() throws Exception {
        var json = Json.MAPPER.writeValueAsString(team);

        assertThat(Json.MAPPER.readValue(json, CareTeam.class)).isEqualTo(team);
    }

    @Test
    void foreseesWhoWouldBeReachedOnASundayNight() {
        var sundayAtThree = Instant.parse("2026-11-29T02:00:00Z");

        var steps = Foresight.of(team, Urgency.URGENT, sundayAtThree, _ -> true);

        assertThat(steps)
                .extracting(step -> step.event() instanceof Course.Event.Told told ? told.people() : List.of())
                .containsExactly(List.of("otto"), List.of("lea"), List.of("nora", "otto", "lea"));
        assertThat(steps)
                .extracting(Foresight.Step::at)
                .containsExactly(sundayAtThree, sundayAtThree.plusSeconds(300), sundayAtThree.plusSeconds(900));
    }

    @Test
    void foreseesThatWhatCanWaitDoesSoInTheNight() {
        var night = Instant.parse("2026-11-29T02:00:00Z");

        var steps = Foresight.of(team, Urgency.PROMPT, night, _ -> true);

        assertThat(steps.getFirst().event()).isEqualTo(new Course.Event.Held(Instant.parse("2026-11-29T05:00:00Z")));
    }
}
