package health.vigil.stream.evaluation;

import health.vigil.clinical.evaluation.Evaluation.Due;
import health.vigil.clinical.vitals.ReadingKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// What the passing of time will change, by when. Keys begin with the moment, so that nobody looks at patients for whom
/// nothing is due.
///
/// A silence has one timer for a patient and kind, the earliest: when it is over, the evaluation says when to look
/// again. A timer too many does no harm, since it only makes the pure function run again.
final class Timers {

    /// By index in the keys; new ones go to the end.
    private static final List<ReadingKind> KINDS = List.of(ReadingKind.values());
    private static final byte[] NOTHING = new byte[0];
    private static final int KEY = Long.BYTES + 2 * Long.BYTES + 2 + Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;
    private final KeyValueStore<Bytes, byte[]> silences;

    /// A timer of a patient.
    record Timer(UUID patient, Due due) {}

    Timers(KeyValueStore<Bytes, byte[]> store, KeyValueStore<Bytes, byte[]> silences) {
        this.store = store;
        this.silences = silences;
    }

    void set(UUID patient, Due due) {
        if (due.silence()) {
            var armed = silences.get(silence(patient, due.kind()));
            if (armed != null && ByteBuffer.wrap(armed).getLong() <= due.at().toEpochMilli()) {
                return;
            }
            silences.put(
                    silence(patient, due.kind()),
                    ByteBuffer.allocate(Long.BYTES)
                            .putLong(due.at().toEpochMilli())
                            .array());
        }
        store.put(key(patient, due), NOTHING);
    }

    /// Those whose moment has come, at most so many; they stay until they are taken.
    List<Timer> due(Instant now, boolean withSilence, int most) {
        var found = new ArrayList<Timer>();
        try (var all = store.range(from(0), from(now.toEpochMilli() + 1))) {
            while (all.hasNext() && found.size() < most) {
                var timer = timer(all.next().key);
                if (withSilence || !timer.due().silence()) {
                    found.add(timer);
                }
            }
        }
        return found;
    }

    void take(Timer timer) {
        var due = timer.due();
        store.delete(key(timer.patient(), due));
        if (due.silence()) {
            var key = silence(timer.patient(), due.kind());
            var armed = silences.get(key);
            if (armed != null && ByteBuffer.wrap(armed).getLong() == due.at().toEpochMilli()) {
                silences.delete(key);
            }
        }
    }

    private static Bytes key(UUID patient, Due due) {
        return Bytes.wrap(ByteBuffer.allocate(KEY)
                .putLong(due.at().toEpochMilli())
                .putLong(patient.getMostSignificantBits())
                .putLong(patient.getLeastSignificantBits())
                .put((byte) KINDS.indexOf(due.kind()))
                .put((byte) (due.silence() ? 1 : 0))
                .putLong(due.measuredAt().toEpochMilli())
                .array());
    }

    private static Timer timer(Bytes key) {
        var buffer = ByteBuffer.wrap(key.get());
        var at = Instant.ofEpochMilli(buffer.getLong());
        var patient = new UUID(buffer.getLong(), buffer.getLong());
        var kind = KINDS.get(buffer.get());
        var silence = buffer.get() == 1;
        return new Timer(patient, new Due(at, kind, Instant.ofEpochMilli(buffer.getLong()), silence));
    }

    private static Bytes from(long millis) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(millis).array());
    }

    private static Bytes silence(UUID patient, ReadingKind kind) {
        return Bytes.wrap(ByteBuffer.allocate(2 * Long.BYTES + 1)
                .putLong(patient.getMostSignificantBits())
                .putLong(patient.getLeastSignificantBits())
                .put((byte) KINDS.indexOf(kind))
                .array());
    }
}
