package health.vigil.care.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.Outboxes;
import health.vigil.parts.TestStore;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.PatientZone;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DevicesIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care");

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T05:30:00Z"), ZoneOffset.UTC);
    private static final UUID DEVICE = new UUID(1, 1);
    private static final UUID ANNA = new UUID(2, 1);
    private static final UUID BERT = new UUID(2, 2);
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");

    private final Devices devices = new Devices(DATABASE.database().jdbi(), OUTBOX.outbox(), CLOCK);

    @BeforeEach
    void registerTwoPatientsAndADevice() {
        DATABASE.empty("care.patient, care.device, care.outbox, vitals.reading, vitals.held");
        var jdbi = DATABASE.database().jdbi();
        var patients = new Patients(jdbi, new Plans(jdbi, OUTBOX.outbox(), CLOCK), CLOCK);
        patients.put(new Patient(ANNA, "A", "Anna", null, "UTC", ""), "admin");
        patients.put(new Patient(BERT, "B", "Bert", null, "UTC", ""), "admin");
        devices.register(DEVICE, "cuff");
    }

    @Test
    void matchesTheSecretThatRegistrationGaveAndNoOther() {
        var secret = devices.register(DEVICE, "cuff");

        assertThat(devices.matches(DEVICE, secret)).isTrue();
        assertThat(devices.matches(DEVICE, secret + "x")).isFalse();
        assertThat(devices.matches(DEVICE, "")).isFalse();
        assertThat(devices.matches(new UUID(9, 9), secret)).isFalse();
    }

    @Test
    void matchesTheOldSecretNoMoreOnceTheDeviceIsRegisteredAgain() {
        var old = devices.register(DEVICE, "cuff");

        var fresh = devices.register(DEVICE, "cuff, upstairs");

        assertThat(devices.matches(DEVICE, old)).isFalse();
        assertThat(devices.matches(DEVICE, fresh)).isTrue();
        assertThat(devices.all()).containsExactly(new Devices.Device(DEVICE, "cuff, upstairs", CLOCK.instant()));
    }

    @Test
    void keepsNoSecretInTheDatabase() {
        var secret = devices.register(DEVICE, "cuff");

        String stored = DATABASE.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select secret_hash::text || label from care.device")
                .mapTo(String.class)
                .one());
        assertThat(stored).doesNotContain(secret);
    }

    @Test
    void refusesAnAssignmentThatOverlapsWithAnother() {
        var first = assignment(ANNA, null, MARCH, MAY);
        devices.assign(first);

        var conflict = devices.assign(assignment(BERT, null, APRIL, null));

        assertThat(conflict).contains(first);
        assertThat(devices.assignments(DEVICE)).containsExactly(first);
        assertThat(OUTBOX.records(Topics.ASSIGNMENTS)).hasSize(1);
    }

    @Test
    void refusesAnAssignmentThatBeginsBeforeOneWithoutEnd() {
        var lasting = assignment(ANNA, null, APRIL, null);
        devices.assign(lasting);

        assertThat(devices.assign(assignment(BERT, null, MARCH, null))).contains(lasting);
        assertThat(devices.assign(assignment(BERT, null, MAY, null))).contains(lasting);
    }

    @Test
    void givesADeviceToTheNextPatientAtTheVeryMomentTheFirstGivesItBack() {
        var first = assignment(ANNA, null, MARCH, APRIL);
        var second = assignment(BERT, null, APRIL, null);
        devices.assign(first);

        var conflict = devices.assign(second);

        assertThat(conflict).isEmpty();
        assertThat(devices.assignments(DEVICE)).containsExactly(first, second);
    }

    @Test
    void keepsUserSlotsApart() {
        devices.assign(assignment(ANNA, 1, MARCH, null));

        assertThat(devices.assign(assignment(BERT, 2, MARCH, null))).isEmpty();
        assertThat(devices.assign(assignment(BERT, null, MARCH, null))).isEmpty();
        assertThat(devices.assign(assignment(BERT, 1, APRIL, null))).isPresent();
    }

    @Test
    void correctsAnAssignmentWithoutTakingItForItsOwnRival() {
        var wrong = assignment(ANNA, null, MARCH, null);
        devices.assign(wrong);
        var right = new Assignment(wrong.assignmentId(), DEVICE, null, BERT, APRIL, null);

        var conflict = devices.assign(right);

        assertThat(conflict).isEmpty();
        assertThat(devices.assignments(DEVICE)).containsExactly(right);
    }

    @Test
    void publishesAllAssignmentsOfTheDeviceWithEachChange() {
        var first = assignment(ANNA, null, MARCH, APRIL);
        var second = assignment(BERT, 1, APRIL, null);
        devices.assign(first);
        devices.assign(second);

        devices.unassign(DEVICE, first.assignmentId());

        assertThat(OUTBOX.records(Topics.ASSIGNMENTS))
                .extracting(DeviceAssignments::getAssignments)
                .extracting(all -> all.stream()
                        .map(health.vigil.schemas.Assignment::getAssignmentId)
                        .toList())
                .containsExactly(
                        List.of(first.assignmentId()),
                        List.of(first.assignmentId(), second.assignmentId()),
                        List.of(second.assignmentId()));
        assertThat(OUTBOX.records(Topics.ASSIGNMENTS).getLast().getAssignments())
                .containsExactly(new health.vigil.schemas.Assignment(second.assignmentId(), 1, BERT, APRIL, null));
    }

    @Test
    void leavesNeitherAssignmentNorRecordWhenTheChangeFails() {
        var unregistered = assignment(new UUID(7, 7), null, MARCH, null);

        assertThatExceptionOfType(JdbiException.class).isThrownBy(() -> devices.assign(unregistered));

        assertThat(devices.assignments(DEVICE)).isEmpty();
        assertThat(OUTBOX.records(Topics.ASSIGNMENTS)).isEmpty();
    }

    @Test
    void leavesNoAssignmentWhenItsRecordCannotBeWritten() {
        DATABASE.database()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("alter table care.outbox add constraint full_up check (topic = '') not valid"));
        try {
            assertThatExceptionOfType(JdbiException.class)
                    .isThrownBy(() -> devices.assign(assignment(ANNA, null, MARCH, null)));
        } finally {
            DATABASE.database()
                    .jdbi()
                    .useHandle(handle -> handle.execute("alter table care.outbox drop constraint full_up"));
        }

        assertThat(devices.assignments(DEVICE)).isEmpty();
    }

    @Test
    void takesBackOnlyAnAssignmentThatIsThere() {
        var assignment = assignment(ANNA, null, MARCH, null);
        devices.assign(assignment);

        assertThat(devices.unassign(DEVICE, new UUID(8, 8))).isFalse();
        assertThat(devices.unassign(DEVICE, assignment.assignmentId())).isTrue();
        assertThat(devices.assignments(DEVICE)).isEmpty();
    }

    @Test
    void endsTheOldAssignmentWhereTheNewPatientsBegins() {
        devices.assign(assignment(ANNA, null, MARCH, MAY));

        devices.handOver(DEVICE, null, BERT, APRIL);

        assertThat(devices.assignments(DEVICE))
                .extracting(Assignment::patientId, Assignment::fromAt, Assignment::untilAt)
                .containsExactly(Tuple.tuple(ANNA, MARCH, APRIL), Tuple.tuple(BERT, APRIL, MAY));
        assertThat(OUTBOX.records(Topics.ASSIGNMENTS)).hasSize(2).last().satisfies(record -> assertThat(
                        record.getAssignments())
                .hasSize(2));
    }

    @Test
    void tellsWhereThoseLiveWhoUseItAndWhenTheyMove() {

        devices.assign(new Assignment(UUID.randomUUID(), DEVICE, null, ANNA, APRIL, null));
        var before = OUTBOX.records(Topics.ASSIGNMENTS).getLast();
        var jdbi = DATABASE.database().jdbi();
        var plans = new Plans(jdbi, OUTBOX.outbox(), CLOCK);

        jdbi.useTransaction(handle -> plans.keepInZone(handle, ANNA, "America/New_York", "nora"));

        assertThat(before.getRegisteredAt()).isEqualTo(CLOCK.instant());
        assertThat(before.getZones()).extracting(PatientZone::getZone).hasSize(1);
        assertThat(OUTBOX.records(Topics.ASSIGNMENTS).getLast().getZones())
                .extracting(PatientZone::getPatientId, PatientZone::getZone)
                .containsExactly(tuple(ANNA, before.getZones().getFirst().getZone()), tuple(ANNA, "America/New_York"));
    }

    @Test
    void handsOverAWholeAssignmentAndATimeBeforeOne() {
        devices.assign(assignment(ANNA, 1, APRIL, null));

        devices.handOver(DEVICE, 1, BERT, APRIL);
        devices.handOver(DEVICE, 1, ANNA, MARCH);

        assertThat(devices.assignments(DEVICE))
                .extracting(Assignment::patientId, Assignment::fromAt, Assignment::untilAt)
                .containsExactly(Tuple.tuple(ANNA, MARCH, APRIL), Tuple.tuple(BERT, APRIL, null));
    }

    private static Assignment assignment(UUID patient, @Nullable Integer slot, Instant from, @Nullable Instant until) {
        return new Assignment(UUID.randomUUID(), DEVICE, slot, patient, from, until);
    }
}
