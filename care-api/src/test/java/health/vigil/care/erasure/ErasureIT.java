package health.vigil.care.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import health.vigil.care.devices.Assignment;
import health.vigil.care.devices.Devices;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.Outboxes;
import health.vigil.parts.TestStore;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasureIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care");

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Jdbi JDBI = DATABASE.database().jdbi();
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
    private static final UUID DEVICE = new UUID(2, 1);
    private static final Patient ADA = new Patient(
            new UUID(1, 1), "Lovelace", "Ada", LocalDate.of(1815, 12, 10), "Europe/London", "+442079460000");
    private static final Patient EVA = new Patient(new UUID(1, 2), "Evans", "Eva", null, "Europe/London", "");

    private final Patients patients = new Patients(JDBI, new Plans(JDBI, OUTBOX.outbox(), CLOCK), CLOCK);
    private final Devices devices = new Devices(JDBI, OUTBOX.outbox(), CLOCK);
    private final Erasure erasure = new Erasure(patients, JDBI, OUTBOX.outbox(), CLOCK);

    @BeforeEach
    void admitTwoPatientsWithADeviceAndWords() {
        DATABASE.empty("care.patient, care.device, care.outbox, care.api_token");
        patients.put(ADA, "admin");
        patients.put(EVA, "admin");
        JDBI.useHandle(handle -> devices.add(handle, DEVICE, "cuff"));
        devices.assign(new Assignment(new UUID(3, 1), DEVICE, 1, ADA.patientId(), NOON.minusSeconds(60), null));
        devices.assign(new Assignment(
                new UUID(3, 2), DEVICE, 1, EVA.patientId(), NOON.minusSeconds(600), NOON.minusSeconds(60)));
        JDBI.useHandle(handle -> {
            handle.execute("""
                    insert into care.mark (mark_id, reading_id, device_id, measured_at, patient_id, verdict, reason,
                        marked_by, marked_at) values (gen_random_uuid(), gen_random_uuid(), ?, now(), ?, 'CONFIRMED',
                        'her sister says so', 'nora', now())
                    """, DEVICE, ADA.patientId());
            handle.execute("""
                    insert into care.time_entry (entry_id, patient_id, day, minutes, activity, logged_by, logged_at)
                    values (gen_random_uuid(), ?, date '2026-10-31', 5, 'talked of her sister', 'nora', now())
                    """, ADA.patientId());
            handle.execute("""
                    insert into care.break_glass (break_id, username, patient_id, reason, broken_at, until_at)
                    values (gen_random_uuid(), 'nora', ?, 'her sister called', now(), now())
                    """, ADA.patientId());
            handle.execute("""
                    insert into care.api_token (token_id, token_hash, label, scopes, patient_id, teams, expires_at,
                        issued_by, issued_at)
                    values (gen_random_uuid(), '\\x00', 'hers', 'patient/*.rs', ?, '{}', timestamptz '2030-01-01', 'ada',
                        now())
                    """, ADA.patientId());
        });
    }

    private static List<String> rowsWith(String word) {
        return Stream.of("plan", "mark", "time_entry", "break_glass", "patient")
                .filter(table -> JDBI.withHandle(handle -> handle.createQuery(
                                "select exists (select from care." + table + " row where row::text like :word)")
                        .bind("word", "%" + word + "%")
                        .mapTo(Boolean.class)
                        .one()))
                .toList();
    }

    private static List<String> texts(String sql) {
        return JDBI.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    @Test
    void nobodyKnowsAnyMoreWhoItWasNorWhatWasSaid() {
        assertThat(rowsWith("sister")).containsExactly("mark", "time_entry", "break_glass");

        assertThat(erasure.erase(ADA.patientId(), "she asked for it", "ada")).isTrue();

        assertThat(rowsWith("sister")).isEmpty();
        assertThat(patients.find(ADA.patientId()).orElseThrow())
                .isEqualTo(new Patient(ADA.patientId(), "patient", "Erased", null, "Europe/London", ""));
        assertThat(patients.all()).containsExactly(EVA);
        assertThat(patients.search("ada", 10)).isEmpty();
        assertThat(patients.search("", 10)).containsExactly(EVA);
    }

    @Test
    void devicesAndProgramsAreOfThatPatientNoMore() {
        erasure.erase(ADA.patientId(), "she asked for it", "ada");

        assertThat(devices.users(DEVICE)).isEmpty();
        assertThat(devices.assignments(DEVICE))
                .extracting(Assignment::untilAt)
                .containsExactly(NOON.minusSeconds(60), NOON);
        assertThat(OUTBOX.records(Topics.ASSIGNMENTS))
                .last()
                .extracting(DeviceAssignments::getAssignments)
                .asInstanceOf(list(health.vigil.schemas.Assignment.class))
                .allSatisfy(assignment -> assertThat(assignment.getUntil()).isNotNull());
        assertThat(texts("select revoked_by from care.api_token")).containsExactly("ada");
    }

    @Test
    void thatItWasDoneIsOnRecordOnce() {
        erasure.erase(ADA.patientId(), "she asked for it", "ada");

        assertThat(erasure.erase(ADA.patientId(), "again", "ada")).isFalse();

        assertThat(texts("select erased_by || ': ' || reason from care.erasure"))
                .containsExactly("ada: she asked for it");
    }
}
