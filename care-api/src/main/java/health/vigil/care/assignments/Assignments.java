package health.vigil.care.assignments;

import health.vigil.care.outbox.Outbox;
import health.vigil.schemas.Assignment;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.PatientZone;
import health.vigil.schemas.wire.Topics;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Publishes the assignments of devices, with where those who use them live: a device whose clock knows no zone is
/// read in theirs.
public final class Assignments {

    private Assignments() {}

    /// The assignments of a device as they are in this transaction.
    public static void publish(Handle handle, Outbox outbox, UUID device) {
        var assignments = handle.createQuery("""
                        select assignment_id, user_slot, patient_id, from_at, until_at
                        from care.assignment where device_id = :device order by from_at, assignment_id
                        """)
                .bind("device", device)
                .map((row, _) -> assignment(row))
                .list();
        var registeredAt = handle.createQuery("select registered_at from care.device where device_id = :device")
                .bind("device", device)
                .mapTo(Instant.class)
                .findOne()
                .orElse(null);
        outbox.add(
                handle,
                Topics.ASSIGNMENTS,
                device,
                new DeviceAssignments(device, assignments, registeredAt, zones(handle, device)));
    }

    /// Those of all devices that the patient ever used, since the patient's zone has changed.
    public static void publishUsedBy(Handle handle, Outbox outbox, UUID patient) {
        handle.createQuery("select distinct device_id from care.assignment where patient_id = :patient")
                .bind("patient", patient)
                .mapTo(UUID.class)
                .list()
                .forEach(device -> publish(handle, outbox, device));
    }

    private static Assignment assignment(ResultSet row) throws SQLException {
        var until = row.getObject("until_at", OffsetDateTime.class);
        return new Assignment(
                row.getObject("assignment_id", UUID.class),
                row.getObject("user_slot", Integer.class),
                row.getObject("patient_id", UUID.class),
                row.getObject("from_at", OffsetDateTime.class).toInstant(),
                until == null ? null : until.toInstant());
    }

    private static List<PatientZone> zones(Handle handle, UUID device) {
        return handle.createQuery("""
                        select patient_id, effective_from, zone from care.plan
                        where patient_id in (select patient_id from care.assignment where device_id = :device)
                        order by patient_id, version
                        """)
                .bind("device", device)
                .map((row, _) -> new PatientZone(
                        row.getObject("patient_id", UUID.class),
                        row.getObject("effective_from", OffsetDateTime.class).toInstant(),
                        row.getString("zone")))
                .list();
    }
}
