package health.vigil.alerts.questions;

import static health.vigil.alerts.samples.Episodes.id;
import static health.vigil.alerts.samples.Episodes.raised;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.alerts.delivery.ChannelSettings;
import health.vigil.alerts.delivery.Delivery;
import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.alerts.lifecycle.AlertState;
import health.vigil.alerts.lifecycle.AlertState.WaitsFor;
import health.vigil.alerts.store.Courses;
import health.vigil.alerts.teams.Teams;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryStore
class QuestionsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("care", "alerts");

    private static final Instant NOW = Instant.parse("2026-11-01T06:15:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final Teams teams = new Teams(DATABASE.database().jdbi(), CLOCK);
    private final Questions questions = new Questions(
            DATABASE.database().jdbi(),
            teams,
            Delivery.of(ChannelSettings.DEFAULTS, CLOCK).outbox(),
            CLOCK);

    @BeforeEach
    void begin() {
        DATABASE.empty("alerts.alert, alerts.team, alerts.message, alerts.contact");
        teams.ensureOne(ZoneOffset.UTC);
        DATABASE.database().jdbi().useHandle(handle -> handle.execute("""
                insert into care.account (username, display_name, role, created_at)
                values ('carl', 'Carl', 'CLINICIAN', now()), ('dora', 'Dora', 'CLINICIAN', now()),
                    ('nora', 'Nora', 'NURSE', now())
                on conflict do nothing
                """));
        new ToldEpisodes(DATABASE, CLOCK).tell(raised("low"));
    }

    private static AlertState state() {
        return DATABASE.database()
                .jdbi()
                .inTransaction(handle -> Courses.lock(handle, id("low")))
                .orElseThrow()
                .state();
    }

    @Test
    void aQuestionWaitsForTheClinicianAndItsAnswerComesBack() {
        assertThat(questions.ask(id("low"), "nora", "", "May she eat?")).isTrue();

        var open = questions.openFor("carl");
        assertThat(open).singleElement().returns("May she eat?", Questions.Question::question);
        assertThat(state())
                .isEqualTo(new AlertState.Acknowledged(
                        new AlertState.Recall(NOW.plus(Duration.ofHours(24)), WaitsFor.ANSWER)));

        var question = open.getFirst().questionId();
        assertThat(questions.answer(question, "carl", "Yes.")).isTrue();

        assertThat(questions.openFor("carl")).isEmpty();
        assertThat(questions.find(question).orElseThrow())
                .returns("Yes.", Questions.Question::answer)
                .returns("carl", Questions.Question::answeredBy);
        assertThat(state()).isEqualTo(new AlertState.Acknowledged(null));
        assertThat(questions.answer(question, "dora", "No.")).isFalse();
    }

    @Test
    void aQuestionToOneClinicianIsNotShownToAnother() {
        questions.ask(id("low"), "nora", "carl", "May she eat?");

        assertThat(questions.openFor("carl")).hasSize(1);
        assertThat(questions.openFor("dora")).isEmpty();
    }

    @Test
    void onlyAClinicianOfTheTeamIsAskedAndNobodyElseAnswers() {
        assertThat(questions.ask(id("low"), "nora", "nora", "May she eat?")).isFalse();
        assertThat(questions.ask(id("low"), "nora", "carl", "May she eat?")).isTrue();

        var question = questions.openFor("carl").getFirst().questionId();

        assertThat(questions.answer(question, "dora", "Yes.")).isFalse();
        assertThat(questions.answer(question, "carl", "Yes.")).isTrue();
    }

    @Test
    void anAlertThatIsNotThereCannotBePassedOn() {
        assertThat(questions.ask(UUID.randomUUID(), "nora", "", "Who is this?")).isFalse();
    }
}
