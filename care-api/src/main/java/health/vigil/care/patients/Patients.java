package health.vigil.care.patients;

import health.vigil.care.plans.Plans;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.kit.identity.Identities;
import health.vigil.kit.identity.Identity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The patients in the database. A patient has a plan from the beginning; a new zone is a new version of
/// it.
public final class Patients {

    private static final Identity ERASED = new Identity("patient", "Erased", null, "");

    private static final String SELECT = "select patient_id, identity, zone from care.patient";

    private static final Comparator<Patient> BY_NAME = Comparator.comparing(
                    (Patient patient) -> patient.familyName().toLowerCase(Locale.ROOT))
            .thenComparing(patient -> patient.givenName().toLowerCase(Locale.ROOT))
            .thenComparing(Patient::patientId);

    private static final Logger LOG = LoggerFactory.getLogger(Patients.class);
    private static final int AT_A_TIME = 1000;

    /// A row.
    public record Row(UUID patientId, Identity identity, String zone) {

        Patient patient() {
            return new Patient(
                    patientId,
                    identity.familyName(),
                    identity.givenName(),
                    identity.birthDate(),
                    zone,
                    identity.phone());
        }
    }

    private final Jdbi jdbi;
    private final Plans plans;
    private final Clock clock;

    public Patients(Jdbi jdbi, Plans plans, Clock clock) {
        this.jdbi = jdbi;
        this.plans = plans;
        this.clock = clock;
    }

    public Optional<Patient> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where patient_id = :id")
                .bind("id", id)
                .map(ConstructorMapper.of(Row.class))
                .map(Row::patient)
                .findOne());
    }

    /// All patients, but those who were erased.
    public List<Patient> all() {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + " where patient_id not in (select patient_id from care.erasure)")
                        .map(ConstructorMapper.of(Row.class))
                        .map(Row::patient)
                        .list());
    }

    /// Patients whose name has a part that begins so, by name. The database cannot read names, so all are read here.
    public List<Patient> search(String begin, int limit) {
        var lower = begin.toLowerCase(Locale.ROOT);
        return all().stream()
                .filter(patient -> Stream.of(patient.familyName(), patient.givenName(), patient.name())
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(lower)))
                .sorted(BY_NAME)
                .limit(limit)
                .toList();
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
                            insert into care.patient (patient_id, identity, zone, created_at)
                            values (:patientId, :identity, :zone, :now)
                            on conflict (patient_id) do update set identity = excluded.identity, zone = excluded.zone
                            """)
                    .bind("patientId", patient.patientId())
                    .bind("identity", patient.identity())
                    .bind("zone", patient.zone())
                    .bind("now", clock.instant())
                    .execute();
            plan.accept(handle);
        });
        plans.publishSoon();
    }

    /// Forgets who a patient was, in the transaction in which it is put on record.
    public void forget(Handle handle, UUID patient) {
        handle.createUpdate("update care.patient set identity = :erased where patient_id = :patient")
                .bind("erased", ERASED)
                .bind("patient", patient)
                .execute();
    }

    /// Encrypts who is yet to be encrypted, and once more, with the newest key, who was by an older one.
    public void seal(Identities identities) {
        var sealed = 0;
        int more;
        do {
            more = jdbi.inTransaction(handle -> sealSome(handle, identities));
            sealed += more;
        } while (more > 0);
        if (sealed > 0) {
            LOG.atInfo().addKeyValue("patients", sealed).log("identities were encrypted with the newest key");
        }
    }

    private static int sealSome(Handle handle, Identities identities) {
        var batch = handle.prepareBatch("""
                update care.patient set identity = :identity, family_name = null, given_name = null, birth_date = null,
                    phone = null
                where patient_id = :patient
                """);
        handle.createQuery("""
                        select patient_id, identity, family_name, given_name, birth_date, phone from care.patient
                        where identity is null or substring(identity from 1 for 4) <> :mark
                        limit :most for update skip locked
                        """)
                .bind("mark", identities.mark())
                .bind("most", AT_A_TIME)
                .map((row, _) -> batch.bind("patient", row.getObject("patient_id", UUID.class))
                        .bind("identity", identities.seal(identity(row, identities)))
                        .add())
                .list();
        return batch.size() == 0 ? 0 : batch.execute().length;
    }

    private static Identity identity(ResultSet row, Identities identities) throws SQLException {
        var sealed = row.getBytes("identity");
        return sealed == null
                ? new Identity(
                        row.getString("family_name"),
                        row.getString("given_name"),
                        row.getObject("birth_date", LocalDate.class),
                        Objects.requireNonNullElse(row.getString("phone"), ""))
                : identities.open(sealed);
    }
}
