package health.vigil.alerts.worklist;

import static health.vigil.alerts.samples.Episodes.cause;
import static health.vigil.alerts.samples.Episodes.id;
import static health.vigil.alerts.samples.Episodes.raised;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.alerts.samples.Episodes;
import health.vigil.kit.identity.Identity;
import health.vigil.kit.sight.Reach;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
import health.vigil.schemas.AlertSeverity;
import health.vigil.schemas.EpisodeEvent;
import java.time.Clock;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryStore
class WorklistIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care", "alerts");

    private static final Clock CLOCK = Clock.systemUTC();

    private final Desk desk = new Desk(DATABASE, CLOCK);
    private final ToldEpisodes topic = new ToldEpisodes(DATABASE, CLOCK);

    @BeforeEach
    void empty() {
        DATABASE.empty("alerts.alert, care.patient");
    }

    @Test
    void putsCriticalOnesFirstThenThoseThatLastThenTheNewest() {
        topic.tell(
                at(raised("low, lasting"), 9).setSeverity(AlertSeverity.LOW),
                at(raised("critical, lasting, older"), 1),
                at(cleared("critical, over, newest"), 8),
                at(raised("information"), 9).setSeverity(AlertSeverity.INFORMATION),
                at(raised("critical, lasting, newer"), 2),
                at(raised("high"), 9).setSeverity(AlertSeverity.HIGH));

        var worklist = desk.worklist();

        assertThat(worklist.now())
                .extracting(card -> card.alert().alertId())
                .containsExactly(
                        id("critical, lasting, newer"),
                        id("critical, lasting, older"),
                        id("critical, over, newest"),
                        id("high"),
                        id("low, lasting"),
                        id("information"));
    }

    @Test
    void makesOneIncidentOfManyWhoFallSilentAtOnceAndLeavesAFewAlone() {
        topic.tell(silent("a"), silent("b"), silent("c"), silent("d"), raised("low"));
        assertThat(desk.worklist().incidents()).isEmpty();

        topic.tell(silent("e"));

        var worklist = desk.worklist();
        assertThat(worklist.incidents()).singleElement().returns(5L, Incident::patients);
        assertThat(worklist.now()).extracting(card -> card.alert().alertId()).containsExactly(id("low"));
    }

    @Test
    void doesNotTakeSeveralSilencesOfOnePatientForAnIncident() {
        topic.tell(IntStream.range(0, 8)
                .mapToObj(number -> raised("silent " + number).setReadings(0))
                .toArray(EpisodeEvent.Builder[]::new));

        assertThat(desk.worklist().incidents()).isEmpty();
    }

    private static EpisodeEvent.Builder silent(String name) {
        return raised(name).setReadings(0).setPatientId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8)));
    }

    @Test
    void keepsWhatCameLateAndWhatIsTakenOnApart() {
        topic.tell(raised("now"), raised("late").setLate(true), raised("taken"));
        desk.acknowledge(id("taken"), "nora", "");

        var worklist = desk.worklist();

        assertThat(worklist.now()).extracting(card -> card.alert().alertId()).containsExactly(id("now"));
        assertThat(worklist.late()).extracting(card -> card.alert().alertId()).containsExactly(id("late"));
        assertThat(worklist.acknowledged())
                .extracting(card -> card.alert().alertId())
                .containsExactly(id("taken"));
        assertThat(worklist).returns(1, Worklist::open).returns(0, Worklist::hidden);
    }

    @Test
    void saysHowManyItDoesNotShow() {
        topic.tell(IntStream.range(0, 203)
                .mapToObj(number -> raised("low " + number))
                .toArray(EpisodeEvent.Builder[]::new));

        var worklist = desk.worklist();

        assertThat(worklist.now()).hasSize(200);
        assertThat(worklist).returns(203, Worklist::open).returns(3, Worklist::hidden);
    }

    @Test
    void isEmptyWhenThereIsNothingToDo() {
        assertThat(desk.worklist().isEmpty()).isTrue();
    }

    @Test
    void namesThePatientAndTellsTheTimeByThePatientsClock() {
        register(Episodes.PATIENT);
        topic.tell(raised("known"), raised("unknown").setPatientId(new UUID(4, 4)));

        var known = desk.alerts().find(id("known"), Reach.EVERYBODY).orElseThrow();

        assertThat(known.name()).isEqualTo("Ada Lovelace");
        assertThat(known.local(Episodes.FIRST_AT)).isEqualTo("1 Nov 2026, 11:15 GMT+05:45");
        assertThat(desk.alerts()
                        .find(id("unknown"), Reach.EVERYBODY)
                        .orElseThrow()
                        .name())
                .isEqualTo("Unknown patient");
    }

    private static EpisodeEvent.Builder cleared(String name) {
        return Episodes.cleared(name, 1);
    }

    private static EpisodeEvent.Builder at(EpisodeEvent.Builder event, int hour) {
        return event.setLatest(cause(Episodes.FIRST_AT.plusSeconds(3600L * hour), "45 mg/dL"));
    }

    private static void register(UUID patient) {
        DATABASE.database()
                .jdbi()
                .useHandle(handle -> handle.execute("""
                insert into care.patient (patient_id, identity, zone, created_at)
                values (?, ?, 'Asia/Kathmandu', now())
                """, patient, new Identity("Lovelace", "Ada", null, "")));
    }
}
