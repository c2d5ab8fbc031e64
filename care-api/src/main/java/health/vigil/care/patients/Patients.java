package health.vigil.care.patients;

import health.vigil.care.outbox.Outbox;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// The patients in the database. A patient has a plan from the beginning; a new zone is a new version of it.
public final class Patients {

    private static final String COLUMNS = "patient_id, family_name, given_name, birth_date, zone";

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Clock clock;

    public Patients(Jdbi jdbi, Outbox outbox, Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
    }

    public Optional<Patient> find(UUID id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    private static Optional<Patient> find(Handle handle, UUID id) {
        return handle.createQuery("select " + COLUMNS + " from care.patient where patient_id = :id")
                .bind("id", id)
                .map(ConstructorMapper.of(Patient.class))
                .findOne();
    }

    /// Patients whose name has a part that begins so, by name.
    List<Patient> search(String begin, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + """
                         from care.patient
                        where lower(family_name) like :begin or lower(given_name) like :begin
                            or lower(given_name || ' ' || family_name) like :begin
                        order by lower(family_name), lower(given_name), patient_id
                        limit :limit
                        """)
                .bind("begin", begin.toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%")
                .bind("limit", limit)
                .map(ConstructorMapper.of(Patient.class))
                .list());
    }

    /// Registers a patient, or changes what is known of one.
    ///
    /// @param by the account that does it
    public void put(Patient patient, String by) {
        jdbi.useTransaction(handle -> {
            var before = find(handle, patient.patientId());
            handle.createUpdate("""
                            insert into care.patient (patient_id, family_name, given_name, birth_date, zone, created_at)
                            values (:patientId, :familyName, :givenName, :birthDate, :zone, :now)
                            on conflict (patient_id) do update set family_name = excluded.family_name,
                                given_name = excluded.given_name, birth_date = excluded.birth_date, zone = excluded.zone
                            """)
                    .bindMethods(patient)
                    .bind("now", clock.instant())
                    .execute();
            if (before.map(Patient::zone).filter(patient.zone()::equals).isEmpty()) {
                addPlanVersion(handle, patient, by);
            }
        });
        outbox.wake();
    }

    private void addPlanVersion(Handle handle, Patient patient, String by) {
        Instant now = clock.instant();
        handle.execute("""
                insert into care.plan (patient_id, version, effective_from, zone, created_by, created_at)
                select ?, coalesce(max(version), 0) + 1, ?, ?, ?, ? from care.plan where patient_id = ?
                """, patient.patientId(), now, patient.zone(), by, now, patient.patientId());
        var versions = handle.createQuery(
                        "select version, effective_from, zone from care.plan where patient_id = :id order by version")
                .bind("id", patient.patientId())
                .map((row, _) ->
                        new PlanVersion(row.getInt(1), row.getTimestamp(2).toInstant(), row.getString(3)))
                .list();
        outbox.add(handle, Topics.PLANS, patient.patientId(), new PatientPlans(patient.patientId(), versions));
    }
}
