package health.vigil.stream.evaluation;

import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.stream.state.Keys;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// A patient's readings of one kind in the state store, read only as far as the visitor goes.
final class StoredSeries implements Series {

    private final KeyValueStore<Bytes, byte[]> store;
    private final ReadingKind kind;
    private final Keys keys;

    StoredSeries(KeyValueStore<Bytes, byte[]> store, UUID patient, ReadingKind kind) {
        this.store = store;
        this.kind = kind;
        this.keys = keys(patient, kind);
    }

    static Keys keys(UUID patient, ReadingKind kind) {
        return Keys.of(patient, kind.code());
    }

    @Override
    public void forward(Instant from, Predicate<Reading> visitor) {
        walk(store.range(keys.from(from), keys.last()), visitor);
    }

    @Override
    public void backward(Instant before, Predicate<Reading> visitor) {
        walk(store.reverseRange(keys.first(), keys.before(before)), visitor);
    }

    private void walk(KeyValueIterator<Bytes, byte[]> readings, Predicate<Reading> visitor) {
        try (readings) {
            var goOn = true;
            while (goOn && readings.hasNext()) {
                var entry = readings.next();
                goOn = visitor.test(ReadingCodec.decode(Keys.position(entry.key), kind, entry.value));
            }
        }
    }
}
