package health.vigil.care.fhir;

import health.vigil.care.patients.Patients;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Patient;
import org.jdbi.v3.core.Jdbi;

/// Patients and devices as resources.
final class Included {

    private final Patients patients;
    private final Jdbi jdbi;

    Included(Patients patients, Jdbi jdbi) {
        this.patients = patients;
        this.jdbi = jdbi;
    }

    Optional<Patient> patient(UUID id) {
        return patients.find(id).map(Resources::patient);
    }

    List<Device> devices(Collection<UUID> ids) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select device_id, label, registered_at from care.device
                        where device_id = any(:ids) order by device_id
                        """)
                .bindArray("ids", UUID.class, ids.toArray())
                .map((row, _) -> Resources.device(
                        row.getObject("device_id", UUID.class),
                        row.getString("label"),
                        row.getObject("registered_at", OffsetDateTime.class).toInstant()))
                .list());
    }

    /// The devices that a patient has, or had.
    List<UUID> devicesOf(UUID patient) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select distinct device_id from care.assignment where patient_id = :patient")
                .bind("patient", patient)
                .mapTo(UUID.class)
                .list());
    }
}
