package health.vigil.local.bench;

import java.util.List;
import java.util.UUID;

/// Patients who share devices, each with a user slot of its own on one of them.
record Population(List<Hub> hubs, int patients) {

    /// A device and its secret.
    record Hub(UUID device, String secret) {

        String topic() {
            return "vigil/" + device + "/readings";
        }
    }

    Population {
        hubs = List.copyOf(hubs);
    }

    int hubOf(int patient) {
        return patient % hubs.size();
    }

    int slotOf(int patient) {
        return patient / hubs.size();
    }
}
