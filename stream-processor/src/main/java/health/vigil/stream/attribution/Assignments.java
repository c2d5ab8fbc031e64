package health.vigil.stream.attribution;

import health.vigil.schemas.DeviceAssignments;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.Record;

/// Moves the readings whose patient a new or corrected assignment changes.
final class Assignments extends Attributing<DeviceAssignments> {

    @Override
    public void process(Record<UUID, DeviceAssignments> changed) {
        var before = history(changed.key());
        assignments().put(changed.key(), changed.value());
        reconsider(changed, changed.key());
        tellWhoUsesIt(changed, before, AssignmentHistory.of(changed.value()));
    }

    private void tellWhoUsesIt(Record<UUID, ?> cause, AssignmentHistory before, AssignmentHistory now) {
        var status = statuses().get(cause.key());
        if (status == null) {
            return;
        }
        var users = now.users();
        users.forEach(patient -> tell(cause, patient, status, true));
        before.everybody().stream()
                .filter(patient -> !users.contains(patient))
                .forEach(patient -> tell(cause, patient, status, false));
    }
}
