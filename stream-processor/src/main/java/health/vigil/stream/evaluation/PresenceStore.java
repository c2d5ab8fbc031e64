package health.vigil.stream.evaluation;

import health.vigil.clinical.evaluation.Presence;
import health.vigil.schemas.PatientDevice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// Whether the devices that patients use can be heard.
final class PresenceStore {

    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    private final KeyValueStore<Bytes, PatientDevice> store;

    PresenceStore(KeyValueStore<Bytes, PatientDevice> store) {
        this.store = store;
    }

    /// Keeps it.
    ///
    /// @return false when nothing that is said of a silence can have changed
    boolean put(PatientDevice device) {
        var key = key(device.getPatientId(), device.getDeviceId());
        var before = store.get(key);
        store.put(key, device.getAssigned() ? device : null);
        return before == null || !before.getOnline() || !device.getOnline() || !device.getAssigned();
    }

    Presence of(UUID patient) {
        var devices = new ArrayList<Presence.Device>();
        try (var all = store.range(key(patient, FIRST), key(patient, LAST))) {
            all.forEachRemaining(entry -> devices.add(
                    new Presence.Device(entry.value.getDeviceId(), entry.value.getOnline(), entry.value.getHeardAt())));
        }
        return devices.isEmpty() ? Presence.UNKNOWN : new Presence(devices);
    }

    private static Bytes key(UUID patient, UUID device) {
        return Bytes.wrap(ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(patient.getMostSignificantBits())
                .putLong(patient.getLeastSignificantBits())
                .putLong(device.getMostSignificantBits())
                .putLong(device.getLeastSignificantBits())
                .array());
    }
}
