package health.vigil.stream.samples;

import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.DeviceCorrections;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.ReadingContext;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Withdrawal;

/// A record of one of the topics that the stream processor reads.
public sealed interface Input {

    record Received(ReceivedReading reading) implements Input {}

    record Assigned(DeviceAssignments assignments) implements Input {}

    record Planned(PatientPlans plans) implements Input {}

    record Corrected(DeviceCorrections corrections) implements Input {}

    record Withdrawn(Withdrawal withdrawal) implements Input {}

    record Told(ReadingContext context) implements Input {}

    record Said(DeviceStatus status) implements Input {}
}
