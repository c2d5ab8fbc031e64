package health.vigil.care.patients;

import health.vigil.care.plans.Plans;
import health.vigil.clinical.plans.CarePlan;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// The patients in the database. A patient has a plan from the beginning; a new zone is a new version of
/// it.
public final class Patients {

    private static final String COLUMNS = "patient_id, family_name, given_name, birth_date, zone, phone";

    private final Jdbi jdbi;
    private final Plans plans;
    private final Clock clock;

    public Patients(Jdbi jdbi, Plans plans, Clock clock) {
        this.jdbi = jdbi;
        this.plans = plans;
        this.clock = clock;
    }

    public Optional<Patient> find(UUID id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select " + COLUMNS + " from care.patient where patient_id = :id")
                        .bind("id", id)
                        .map(ConstructorMapper.of(Patient.class))
                        .findOne());
    }

    /// All patients.
    public List<Patient> all() {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + " from care.patient")
                .map(ConstructorMapper.of(Patient.class))
                .list());
    }

    /// Patients whose name has a part that begins so, by name.
    public List<Patient> search(String begin, int limit) {
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
        put(patient, handle -> plans.keepInZone(handle, patient.patientId(), patient.zone(), by));
    }

    /// Registers a patient who has been cared for since that moment, by that plan.
    public void register(Patient patient, CarePlan plan, Instant since, String by) {
        put(patient, handle -> plans.begin(handle, patient.patientId(), plan, since, by));
    }

    private void put(Patient patient, Consumer<Handle> plan) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            insert into care.patient (patient_id, family_name, given_name, birth_date, zone, phone,
                                created_at)
                            values (:patientId, :familyName, :givenName, :birthDate, :zone, :phone, :now)
                            on conflict (patient_id) do update set family_name = excluded.family_name,
                                given_name = excluded.given_name, birth_date = excluded.birth_date, zone = excluded.zone,
                                phone = excluded.phone
                            """)
                    .bindMethods(patient)
                    .bind("now", clock.instant())
                    .execute();
            plan.accept(handle);
        });
        plans.publishSoon();
    }
}
