package health.vigil.stream.evaluation;

import health.vigil.schemas.IntakePulse;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/// How far the gateways have come: a copy of their pulses in every instance.
final class Intake {

    static final String STORE = "pulses";

    /// Gateways give a pulse every five seconds.
    private static final Duration LAGS_AFTER = Duration.ofSeconds(60);

    private final ReadOnlyKeyValueStore<UUID, ValueAndTimestamp<IntakePulse>> pulses;

    Intake(ReadOnlyKeyValueStore<UUID, ValueAndTimestamp<IntakePulse>> pulses) {
        this.pulses = pulses;
    }

    static void addTo(Topology topology, Wire wire) {
        var keys = Serdes.UUID();
        topology.addGlobalStore(
                Stores.timestampedKeyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(STORE), keys, wire.serde(Topics.PULSE))
                        .withLoggingDisabled(),
                "intake-pulse",
                keys.deserializer(),
                wire.deserializer(Topics.PULSE),
                Topics.PULSE.name(),
                "keep-pulses",
                Keep::new);
    }

    /// Why readings may still be on their way; empty when everything that reached a broker a minute ago is in Kafka.
    Optional<String> problem(Instant now) {
        @Nullable Instant slowest = null;
        try (var all = pulses.all()) {
            while (all.hasNext()) {
                var caughtUpTo = all.next().value.value().getCaughtUpTo();
                slowest = slowest == null || caughtUpTo.isBefore(slowest) ? caughtUpTo : slowest;
            }
        }
        if (slowest == null) {
            return Optional.of("no gateway has told yet how far it is");
        }
        return slowest.isBefore(now.minus(LAGS_AFTER))
                ? Optional.of("a gateway has not caught up since " + slowest)
                : Optional.empty();
    }

    private static final class Keep extends ContextualProcessor<UUID, IntakePulse, Void, Void> {

        @Override
        public void process(Record<UUID, IntakePulse> pulse) {
            KeyValueStore<UUID, ValueAndTimestamp<IntakePulse>> store =
                    context().getStateStore(STORE);
            store.put(pulse.key(), ValueAndTimestamp.make(pulse.value(), pulse.timestamp()));
        }
    }
}
