package health.vigil.alerts.erasure;

import static health.vigil.alerts.samples.Episodes.id;
import static health.vigil.alerts.samples.Episodes.raised;
import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.alerts.intake.ToldEpisodes;
import health.vigil.alerts.samples.Episodes;
import health.vigil.kit.identity.Identity;
import health.vigil.parts.TestStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasedPatientsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care", "alerts");

    private static final Jdbi JDBI = DATABASE.database().jdbi();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
    private static final UUID OTHER = new UUID(4, 2);

    private final ErasedPatients erased = new ErasedPatients(JDBI, CLOCK);

    @BeforeEach
    void begin() {
        DATABASE.empty("alerts.alert, alerts.erased, care.patient");
        new ToldEpisodes(DATABASE, CLOCK).tell(raised("low"), raised("high").setPatientId(OTHER));
        JDBI.useHandle(handle -> {
            for (var patient : List.of(Episodes.PATIENT, OTHER)) {
                handle.execute(
                        "insert into care.patient (patient_id, identity, zone, created_at) values (?, ?, 'UTC', now())",
                        patient,
                        new Identity("Family", "Given", null, ""));
            }
            for (var alert : List.of("low", "high")) {
                handle.execute("update alerts.alert set note = 'her sister called' where alert_id = ?", id(alert));
                handle.execute(
                        "insert into alerts.step (alert_id, at, step, who, note) values (?, now(), 'note', 'nora', 'her sister called')",
                        id(alert));
                handle.execute("""
                        insert into alerts.question (question_id, alert_id, patient_id, team_id, asked_by, asked_at,
                            question, answered_by, answered_at, answer)
                        select gen_random_uuid(), alert_id, patient_id, gen_random_uuid(), 'nora', now(),
                            'may her sister visit?', 'carl', now(), 'her sister may'
                        from alerts.alert where alert_id = ?
                        """, id(alert));
            }
        });
    }

    private static long rowsWithWords(String alert) {
        return JDBI.withHandle(handle -> handle.createQuery("""
                        select count(*) from (
                            select alert_id, a::text as row from alerts.alert a
                            union all select alert_id, s::text from alerts.step s
                            union all select alert_id, q::text from alerts.question q) rows
                        where alert_id = :alert and row like '%sister%'
                        """)
                .bind("alert", id(alert))
                .mapTo(Long.class)
                .one());
    }

    /// Of the alert of who was erased.
    private static List<String> texts(String sql) {
        return JDBI.withHandle(handle -> handle.createQuery(sql)
                .bind("alert", id("low"))
                .mapTo(String.class)
                .list());
    }

    @Test
    void nothingIsForgottenOfWhoWasNotErased() {
        erased.forgetAll();

        assertThat(rowsWithWords("low")).isEqualTo(3);
        assertThat(rowsWithWords("high")).isEqualTo(3);
    }

    @Test
    void whatPeopleWroteOfWhoWasErasedIsForgottenAndThatTheyWroteIsNot() {
        JDBI.useHandle(handle -> handle.execute(
                "insert into care.erasure values (?, 'ada', now(), 'she asked for it')", Episodes.PATIENT));

        erased.forgetAll();
        erased.forgetAll();

        assertThat(rowsWithWords("low")).isZero();
        assertThat(rowsWithWords("high")).isEqualTo(3);
        assertThat(texts("select who from alerts.step where alert_id = :alert and step = 'note'"))
                .containsExactly("nora");
        assertThat(texts("select answer from alerts.question where alert_id = :alert"))
                .containsExactly("");
    }
}
