package health.vigil.clinical.evaluation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Whether the patient's devices can be heard.
public record Presence(List<Device> devices) {

    /// Nothing was ever heard of any device.
    public static final Presence UNKNOWN = new Presence(List.of());

    public Presence {
        devices = List.copyOf(devices);
    }

    /// A device that the patient uses.
    ///
    /// @param online false after its last will
    /// @param since when that was said
    public record Device(UUID deviceId, boolean online, Instant since) {}

    /// Why nothing comes, as far as the devices tell.
    Silent silent() {
        if (devices.isEmpty()) {
            return Silent.UNKNOWN;
        }
        return devices.stream().anyMatch(Device::online) ? Silent.NOT_MEASURED : Silent.OFFLINE;
    }

    /// The cause of a silence.
    public enum Silent {
        /// A device is online: the patient measured nothing.
        NOT_MEASURED,
        /// Every device said goodbye by its last will.
        OFFLINE,
        /// No device ever said.
        UNKNOWN
    }
}
