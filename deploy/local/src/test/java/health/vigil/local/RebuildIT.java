package health.vigil.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import health.vigil.kit.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A projection that went wrong is made anew from the topics, while readings come in.
class RebuildIT {

    @RegisterExtension
    private static final RunningVigil VIGIL = new RunningVigil();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AutoClose
    private final Database database = VIGIL.database();

    private static int rebuild(String... options) {
        var arguments = new String[options.length + 3];
        arguments[0] = "rebuild";
        arguments[1] = "--home";
        arguments[2] = VIGIL.vigil().home().toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Vigil.run(arguments);
    }

    private static List<String> rows(Handle handle) {
        return handle.createQuery("""
                        select cast(r as text) from vitals.reading r union all
                        select cast(s as text) from vitals.day_summary s union all
                        select cast(h as text) from vitals.held h union all
                        select cast(j as text) from vitals.rejected j order by 1
                        """).mapTo(String.class).list();
    }

    @Test
    void whatWasLostInventedOrChangedIsFoundAndPutRight() throws Exception {
        var home = VIGIL.moveIn("Rosa", "Rebuild");
        var patient = home.patient().patientId();
        try (var device = VIGIL.connect(home)) {
            for (var value : List.of(110, 120, 9999)) {
                device.publish("{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":%d,\"unit\":\"mg/dL\"}"
                        .formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS), value));
            }
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }
        await().atMost(PATIENCE).until(() -> rebuild("--compare-only") == 0);
        var before = database.jdbi().withHandle(RebuildIT::rows);
        database.jdbi().useTransaction(handle -> {
            assertThat(handle.execute("delete from vitals.reading where patient_id = ? and glucose = 110", patient))
                    .isOne();
            assertThat(handle.execute("update vitals.day_summary set mean = 1 where patient_id = ?", patient))
                    .isPositive();
            handle.execute("update vitals.rejected set reason = 'wrong' where device_id = ?", home.device());
            handle.execute("""
                    insert into vitals.held (device_id, reading_id, measured_at, received_at, reading)
                    values (gen_random_uuid(), gen_random_uuid(), now(), now(), '')
                    """);
        });

        assertThat(rebuild("--compare-only")).isOne();
        assertThat(rebuild()).isZero();

        assertThat(database.jdbi().withHandle(RebuildIT::rows)).isEqualTo(before);
        assertThat(rebuild("--compare-only")).isZero();
    }

    private static List<String> alerts(Handle handle, UUID patient) {
        return handle.createQuery("""
                        select concat_ws(' ', alert_id, rule_id, severity, kind, reason, first_text, worst_text, latest_text,
                            readings, revision, state, acknowledged_by, note, explanation)
                        from alerts.alert where patient_id = :patient and state <> 'withdrawn' order by 1
                        """)
                .bind("patient", patient)
                .mapTo(String.class)
                .list();
    }

    @Test
    void episodesOfAlertsAreMadeAnewAndWhatPeopleDidToThemStays() throws Exception {
        var home = VIGIL.moveIn("Ruth", "Raised");
        var patient = home.patient().patientId();
        try (var device = VIGIL.connect(home)) {
            for (var reading : List.of(
                    "'type':'glucose','value':45,'unit':'mg/dL'",
                    "'type':'blood-pressure','systolic':214,'diastolic':128,'unit':'mm[Hg]'")) {
                device.publish("{'measuredAt':'%s',%s}"
                        .formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS), reading)
                        .replace('\'', '"'));
            }
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }
        // The nurses have been told of them: so they are when they stand still.
        await().atMost(PATIENCE)
                .until(() -> database.jdbi().withHandle(handle -> handle.createQuery(
                                        "select count(*) from alerts.alert where patient_id = :id and state = 'notifying'")
                                .bind("id", patient)
                                .mapTo(Integer.class)
                                .one())
                        >= 2);
        await().atMost(PATIENCE).until(() -> rebuild("--compare-only") == 0);
        database.jdbi().useHandle(handle -> handle.execute("""
                update alerts.alert set state = 'acknowledged', acknowledged_by = 'nurse', note = 'called her'
                where patient_id = ? and kind = 'glucose'""", patient));
        var before = database.jdbi().withHandle(handle -> alerts(handle, patient));
        var steps = "select count(*) from alerts.step where step = 'raised' and alert_id in"
                + " (select alert_id from alerts.alert where patient_id = :patient)";
        database.jdbi().useTransaction(handle -> {
            handle.execute("update alerts.alert set worst_text = 'fine', readings = 7 where kind = 'glucose'");
            handle.execute("""
                    insert into alerts.alert select (jsonb_populate_record(a, jsonb_build_object('alert_id',
                        gen_random_uuid()))).* from alerts.alert a where patient_id = ? and kind = 'glucose'""", patient);
            var lost = handle.createQuery(
                            "select alert_id from alerts.alert where patient_id = :patient and kind = 'blood-pressure'")
                    .bind("patient", patient)
                    .mapTo(UUID.class)
                    .list();
            assertThat(lost).isNotEmpty();
            lost.forEach(alert -> {
                handle.execute("delete from alerts.step where alert_id = ?", alert);
                handle.execute("delete from alerts.escalation where alert_id = ?", alert);
                handle.execute("delete from alerts.alert where alert_id = ?", alert);
            });
        });

        assertThat(rebuild("--compare-only")).isOne();
        assertThat(rebuild()).isZero();

        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> after = database.jdbi().withHandle(handle -> alerts(handle, patient));
            assertThat(after).isEqualTo(before);
        });
        int raised = database.jdbi().withHandle(handle -> handle.createQuery(steps)
                .bind("patient", patient)
                .mapTo(Integer.class)
                .one());
        assertThat(raised).isEqualTo(before.size());
        assertThat(rebuild("--compare-only")).isZero();
    }

    private int stored(RunningVigil.Home home) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from vitals.reading where patient_id = :id")
                        .bind("id", home.patient().patientId())
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void nothingIsLostOfWhatComesInDuringARebuild() {
        var home = VIGIL.moveIn("Rita", "Running");
        try (var device = VIGIL.connect(home)) {
            for (var each = 0; each < 300; each++) {
                device.publish("{\"type\":\"weight\",\"measuredAt\":\"%s\",\"value\":80.1,\"unit\":\"kg\"}"
                        .formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(each)));
                if (each == 50) {
                    assertThat(rebuild()).isZero();
                }
            }
            await().atMost(PATIENCE).until(() -> device.unconfirmed() == 0);
        }

        await().atMost(PATIENCE).until(() -> stored(home) == 300);
        await().atMost(PATIENCE).until(() -> rebuild("--compare-only") == 0);
    }
}
