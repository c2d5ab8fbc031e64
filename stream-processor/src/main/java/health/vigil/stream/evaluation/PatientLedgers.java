package health.vigil.stream.evaluation;

import health.vigil.schemas.PatientLedger;
import java.util.UUID;
import org.apache.kafka.streams.state.KeyValueStore;

/// Counts how many of each patient's readings are evaluated. The store's changelog is the topic that others read.
final class PatientLedgers {

    private final KeyValueStore<UUID, PatientLedger> store;

    PatientLedgers(KeyValueStore<UUID, PatientLedger> store) {
        this.store = store;
    }

    /// @param before whether the reading was looked at until now
    void count(UUID patient, boolean before, boolean now) {
        if (before == now) {
            return;
        }
        var known = store.get(patient);
        var entry = known == null ? new PatientLedger(patient, 0L, 0L) : known;
        entry.setRevision(entry.getRevision() + 1);
        entry.setEvaluated(entry.getEvaluated() + (now ? 1 : -1));
        store.put(patient, entry);
    }
}
