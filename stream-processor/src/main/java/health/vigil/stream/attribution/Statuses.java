package health.vigil.stream.attribution;

import health.vigil.schemas.DeviceStatus;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.Record;

/// Tells those who use a device whether it can be heard. An older word changes nothing, but what
/// it says of the device's clock.
final class Statuses extends Attributing<DeviceStatus> {

    @Override
    public void process(Record<UUID, DeviceStatus> said) {
        var status = said.value();
        if (clocks().put(status)) {
            reconsider(said, said.key());
        }
        var known = statuses().get(said.key());
        if (known != null && !status.getHeardAt().isAfter(known.getHeardAt())) {
            return;
        }
        statuses().put(said.key(), status);
        history(said.key()).users().forEach(patient -> tell(said, patient, status, true));
    }
}
