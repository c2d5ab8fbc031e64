package health.vigil.care.fhir;

import health.vigil.care.patients.PatientsInSight;
import jakarta.servlet.http.HttpServletRequest;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Patient;
import org.jdbi.v3.core.Jdbi;

/// Patients and devices as resources.
final class Included {

    private final PatientsInSight sight;
    private final Jdbi jdbi;

    Included(PatientsInSight sight, Jdbi jdbi) {
        this.sight = sight;
        this.jdbi = jdbi;
    }

    /// A patient whom the request may see.
    Optional<Patient> patient(HttpServletRequest request, UUID id) {
        return sight.find(request, id).map(Resources::patient);
    }

    /// Those of the devices that a patient whom the request may see has, or had.
    List<Device> devicesInSight(HttpServletRequest request, Collection<UUID> ids) {
        var reach = sight.reach(request);
        var seen = new HashSet<UUID>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "select distinct device_id, patient_id from care.assignment where device_id = any(:ids)")
                .bindArray("ids", UUID.class, ids.toArray())
                .map((row, _) -> Map.entry(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .forEach(assigned -> {
                    if (reach.test(assigned.getValue())) {
                        seen.add(assigned.getKey());
                    }
                }));
        return devices(seen);
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
