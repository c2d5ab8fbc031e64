package health.vigil.stream.attribution;

import health.vigil.schemas.DeviceLedger;
import health.vigil.schemas.ReceivedReading;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;

/// Counts what became of each device's readings.
///
/// The store belongs to the transaction that does the work, and its changelog is the topic that others read: they see
/// what was committed, no more and no less, whatever crashed in between.
final class DeviceLedgers {

    private final KeyValueStore<UUID, DeviceLedger> store;

    DeviceLedgers(KeyValueStore<UUID, DeviceLedger> store) {
        this.store = store;
    }

    /// A reading came for the first time.
    void first(ReceivedReading reading, Standing standing) {
        change(reading.getDeviceId(), entry -> {
            entry.setReceived(entry.getReceived() + 1);
            add(entry, standing, 1);
            number(entry, reading, true);
        });
    }

    /// A reading came once more.
    void again(ReceivedReading reading) {
        change(reading.getDeviceId(), entry -> {
            entry.setReceived(entry.getReceived() + 1);
            entry.setDuplicates(entry.getDuplicates() + 1);
            number(entry, reading, false);
        });
    }

    /// A reading is another patient's now.
    void moved(UUID device, Standing from, Standing to) {
        change(device, entry -> {
            add(entry, from, -1);
            add(entry, to, 1);
            entry.setMoved(entry.getMoved() + 1);
        });
    }

    /// Somebody said something of a reading.
    void marked(UUID device, Standing from, Standing to) {
        if (from != to) {
            change(device, entry -> {
                add(entry, from, -1);
                add(entry, to, 1);
            });
        }
    }

    private void change(UUID device, Consumer<DeviceLedger> change) {
        var known = store.get(device);
        var entry = known == null ? new DeviceLedger(device, 0L, 0L, 0L, 0L, 0L, 0L, 0L, List.of(), 0L, 0L) : known;
        entry.setRevision(entry.getRevision() + 1);
        change.accept(entry);
        store.put(device, entry);
    }

    private static void add(DeviceLedger entry, Standing standing, int change) {
        switch (standing) {
            case ATTRIBUTED -> entry.setAttributed(entry.getAttributed() + change);
            case MARKED -> entry.setMarked(entry.getMarked() + change);
            case HELD -> entry.setHeld(entry.getHeld() + change);
        }
    }

    private static void number(DeviceLedger entry, ReceivedReading reading, boolean first) {
        var number = reading.getSequence();
        if (number != null) {
            var numbers = new Numbers(entry.getNumbers(), entry.getForgotten(), entry.getReused()).with(number, first);
            entry.setNumbers(numbers.ranges());
            entry.setForgotten(numbers.forgotten());
            entry.setReused(numbers.reused());
        }
    }
}
