package health.vigil.stream.attribution;

import health.vigil.clinical.vitals.SaidTime;
import health.vigil.schemas.ClockReading;
import health.vigil.schemas.DeviceStatus;
import health.vigil.stream.state.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// What devices said in their status messages that the time was, where they were wrong.
final class DeviceClocks {

    private static final Duration WRONG_BY = Duration.ofMinutes(5);

    /// A time without a zone looks wrong by up to that.
    private static final Duration FARTHEST_ZONE = Duration.ofHours(15);

    private final KeyValueStore<Bytes, String> store;

    DeviceClocks(KeyValueStore<Bytes, String> store) {
        this.store = store;
    }

    /// Keeps what was said where it was wrong.
    ///
    /// @return whether that is new
    boolean put(DeviceStatus status) {
        var said = said(status);
        if (said.isEmpty()) {
            return false;
        }
        var wrongBy = said.get().isZoned() ? WRONG_BY : FARTHEST_ZONE;
        var off = Duration.between(said.get().asUtc(), status.getHeardAt()).abs();
        if (off.compareTo(wrongBy) <= 0) {
            return false;
        }
        var key = Keys.of(status.getDeviceId()).from(status.getHeardAt());
        var text = said.get().text();
        if (text.equals(store.get(key))) {
            return false;
        }
        store.put(key, text);
        return true;
    }

    private static Optional<SaidTime> said(DeviceStatus status) {
        var zoned = status.getDeviceNow();
        var local = status.getLocalNow();
        if (zoned != null) {
            return Optional.of(new SaidTime.Moment(zoned));
        }
        return Optional.ofNullable(local).flatMap(SaidTime::parse);
    }

    /// The last before that moment and the first after.
    List<ClockReading> around(UUID device, Instant moment) {
        var keys = Keys.of(device);
        var around = new ArrayList<ClockReading>();
        try (var before = store.reverseRange(keys.first(), keys.before(moment));
                var after = store.range(keys.from(moment), keys.last())) {
            first(before).ifPresent(around::add);
            first(after).ifPresent(around::add);
        }
        return around;
    }

    private static Optional<ClockReading> first(KeyValueIterator<Bytes, String> entries) {
        if (!entries.hasNext()) {
            return Optional.empty();
        }
        KeyValue<Bytes, String> entry = entries.next();
        return Optional.of(
                new ClockReading(entry.value, Keys.position(entry.key).measuredAt()));
    }
}
