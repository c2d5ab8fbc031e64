package health.vigil.care.exports;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Whose readings, measured from a moment (inclusive) to another (exclusive).
record Extract(List<UUID> patients, Instant from, Instant to) {

    Extract {
        patients = List.copyOf(patients);
    }
}
