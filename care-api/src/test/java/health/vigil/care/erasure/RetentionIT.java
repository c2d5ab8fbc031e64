package health.vigil.care.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.plans.Plans;
import health.vigil.care.samples.Outboxes;
import health.vigil.kit.audit.Event;
import health.vigil.parts.SettableClock;
import health.vigil.parts.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals", "care", "alerts");

    @AutoClose
    private static final Outboxes OUTBOX = new Outboxes(DATABASE);

    private static final Jdbi JDBI = DATABASE.database().jdbi();
    private static final Instant ADMITTED = Instant.parse("2016-03-01T12:00:00Z");
    private static final Instant TEN_YEARS_LATER = Instant.parse("2026-03-01T12:00:00Z");
    private static final Patient ADA = new Patient(new UUID(1, 1), "Lovelace", "Ada", null, "Europe/London", "");

    private final SettableClock clock = new SettableClock(ADMITTED);
    private final Patients patients = new Patients(JDBI, new Plans(JDBI, OUTBOX.outbox(), clock), clock);
    private final List<Event> trail = new ArrayList<>();
    private final Retention retention = new Retention(
            new Erasure(patients, JDBI, OUTBOX.outbox(), clock), JDBI, trail::add, Period.ofYears(10), clock);

    @BeforeEach
    void admit() {
        DATABASE.empty("care.patient, care.device, care.outbox, vitals.day_summary, alerts.alert");
        patients.put(ADA, "admin");
    }

    private boolean isErasedAt(Instant moment) {
        clock.pass(Duration.between(clock.instant(), moment));
        retention.eraseDue();
        return !patients.all().contains(ADA);
    }

    @Test
    void whoseTimeIsOverIsErasedOnceAndThatIsOnRecord() {
        assertThat(isErasedAt(TEN_YEARS_LATER)).isFalse();
        assertThat(isErasedAt(TEN_YEARS_LATER.plusSeconds(1))).isTrue();
        retention.eraseDue();

        assertThat(trail)
                .containsExactly(new Event(
                        "retention", "setting", "", "retention.patients", "P10Y", 200, List.of(ADA.patientId())));
        List<String> records =
                JDBI.withHandle(handle -> handle.createQuery("select erased_by || ': ' || reason from care.erasure")
                        .mapTo(String.class)
                        .list());
        assertThat(records).containsExactly("retention: nothing was heard for P10Y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                insert into care.device (device_id, label, registered_at) values ('%1$s', 'cuff', '%2$s');
                insert into care.assignment (assignment_id, device_id, user_slot, patient_id, from_at, until_at)
                values ('%1$s', '%1$s', 1, '%1$s', '2016-03-01', '%2$s')
                """, """
                insert into care.device (device_id, label, registered_at) values ('%1$s', 'cuff', '%2$s');
                insert into care.mark (mark_id, reading_id, device_id, measured_at, patient_id, verdict, reason, marked_by,
                    marked_at)
                values ('%1$s', '%1$s', '%1$s', '2016-03-01', '%1$s', 'CONFIRMED', '', 'nora', '%2$s')
                """, """
                insert into care.time_entry (entry_id, patient_id, day, minutes, activity, logged_by, logged_at)
                values ('%1$s', '%1$s', date '2016-03-01', 5, '', 'nora', '%2$s')
                """, """
                insert into care.plan (patient_id, version, effective_from, zone, created_by, created_at)
                values ('%1$s', 2, '2016-03-01', 'Europe/London', 'ada', '%2$s')
                """, """
                insert into vitals.day_summary (patient_id, metric, day, zone, count, below, in_range, above, rolling_count)
                values ('%1$s', 'weight', date '%2$s', 'Europe/London', 1, 0, 1, 0, 1)
                """, """
                insert into alerts.alert (alert_id, patient_id, rule_id, severity, kind, reason, first_at, first_received,
                    first_text, worst_at, worst_text, latest_at, latest_received, latest_text, readings, late,
                    clock_suspect, revision, state, raised_at)
                values ('%1$s', '%1$s', 'bp', 'HIGH', 'BLOOD_PRESSURE', '', '%2$s', '%2$s', '', '%2$s', '', '%2$s', '%2$s',
                    '', 1, false, false, 1, 'resolved', '%2$s')
                """})
    void whoeverIsLookedAfterIsKeptForAsLongAgain(String statement) {
        JDBI.useHandle(handle -> handle.createScript(statement.formatted(ADA.patientId(), "2017-03-01T12:00:00Z"))
                .execute());

        assertThat(isErasedAt(TEN_YEARS_LATER.plusSeconds(1))).isFalse();
        assertThat(isErasedAt(Instant.parse("2027-03-01T12:00:00Z"))).isFalse();
        assertThat(isErasedAt(Instant.parse("2027-03-02T00:00:00Z"))).isTrue();
    }

    @Test
    void whoHasAnAlertThatNobodyClosedIsLookedAfter() {
        JDBI.useHandle(handle -> handle.execute("""
                insert into alerts.alert (alert_id, patient_id, rule_id, severity, kind, reason, first_at, first_received,
                    first_text, worst_at, worst_text, latest_at, latest_received, latest_text, readings, late,
                    clock_suspect, revision, state, raised_at)
                select gen_random_uuid(), patient_id, 'bp', 'HIGH', 'BLOOD_PRESSURE', '', created_at, created_at, '',
                    created_at, '', created_at, created_at, '', 1, false, false, 1, 'raised', created_at from care.patient
                """));

        assertThat(isErasedAt(Instant.parse("2046-03-01T12:00:00Z"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P11M", "P364D", "ten years", "PT10H"})
    void aShorterPeriodIsRefused(String period) {
        assertThatThrownBy(() -> new RetentionSettings(period)).hasMessageContaining("a year or more, e.g. P10Y");
    }

    @Test
    void nobodyIsErasedUnlessItIsSet() {
        assertThat(RetentionSettings.DEFAULTS.period()).isEmpty();
        assertThat(new RetentionSettings("P10Y").period()).contains(Period.ofYears(10));
        assertThat(new RetentionSettings("P365D").period()).contains(Period.ofDays(365));
    }
}
