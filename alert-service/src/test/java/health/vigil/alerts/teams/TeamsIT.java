package health.vigil.alerts.teams;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.alerts.routing.CareTeam;
import health.vigil.alerts.routing.SampleTeams;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryStore
class TeamsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "alerts");

    private static final UUID TEAM = new UUID(7, 7);
    private static final UUID PATIENT = new UUID(8, 8);

    private final Teams teams = new Teams(DATABASE.database().jdbi(), Clock.systemUTC());

    @BeforeEach
    void begin() {
        DATABASE.empty("alerts.team, alerts.patient_team");
        teams.ensureOne(ZoneOffset.UTC);
    }

    private Teams.Stored teamOf(UUID patient) {
        return DATABASE.database().jdbi().withHandle(handle -> teams.teamOf(handle, patient));
    }

    @Test
    void aPatientWhoWasGivenToNoTeamBelongsToTheFirst() {
        assertThat(teamOf(PATIENT).teamId()).isEqualTo(Teams.FIRST);

        teams.save(TEAM, 0, SampleTeams.dayAndNight(), "lea");
        teams.place(List.of(PATIENT), new Teams.Place(TEAM, ""));

        assertThat(teamOf(PATIENT))
                .returns(TEAM, Teams.Stored::teamId)
                .returns(SampleTeams.dayAndNight(), Teams.Stored::team);
    }

    @Test
    void aPatientOfATeamThatIsNotThereBelongsToTheFirst() {
        teams.place(List.of(PATIENT), new Teams.Place(TEAM, ""));

        assertThat(teamOf(PATIENT).teamId()).isEqualTo(Teams.FIRST);
    }

    @Test
    void nobodyOverwritesWhatSomebodyElseJustDid() {
        CareTeam team = SampleTeams.dayAndNight();
        assertThat(teams.save(TEAM, 0, team, "lea")).isTrue();
        assertThat(teams.save(TEAM, 1, team.called("One", team.zone()), "lea")).isTrue();

        assertThat(teams.save(TEAM, 1, team.called("Other", team.zone()), "mia"))
                .isFalse();

        assertThat(teams.find(TEAM).orElseThrow())
                .returns(2, Teams.Stored::version)
                .returns("lea", Teams.Stored::changedBy);
    }

    @Test
    void theWatchdogsTeamIsNotAmongThoseThatPeopleSee() {
        teams.save(Teams.WATCHDOG, 0, SampleTeams.dayAndNight(), "Vigil");

        assertThat(teams.all()).containsOnlyKeys(Teams.FIRST);
    }

    @Test
    void aTeamThatNamesNobodyHasAllNurses() {
        var team = CareTeam.unconfigured(ZoneOffset.UTC);

        assertThat(Teams.staffed(team, List.of("nora", "otto")).members()).containsExactly("nora", "otto");
        assertThat(Teams.staffed(SampleTeams.dayAndNight(), List.of("mia")).members())
                .containsExactly("nora", "otto", "lea");
    }
}
