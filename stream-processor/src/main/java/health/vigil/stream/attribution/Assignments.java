package health.vigil.stream.attribution;

import health.vigil.schemas.DeviceAssignments;
import health.vigil.stream.state.Keys;
import java.util.ArrayList;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.Record;

/// Moves the readings whose patient a new or corrected assignment changes.
final class Assignments extends Attributing<DeviceAssignments> {

    @Override
    public void process(Record<UUID, DeviceAssignments> changed) {
        var before = history(changed.key());
        assignments().put(changed.key(), changed.value());
        var history = AssignmentHistory.of(changed.value());
        var moved = new ArrayList<Attributed>();
        var keys = Keys.of(changed.key());
        try (var all = readings().range(keys.first(), keys.last())) {
            all.forEachRemaining(entry -> {
                if (!owner(history, entry.value.reading()).equals(entry.value.patient())) {
                    moved.add(entry.value);
                }
            });
        }
        moved.forEach(attributed -> move(changed, attributed, owner(history, attributed.reading())));
        tellWhoUsesIt(changed, before, history);
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
