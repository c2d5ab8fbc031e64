package health.vigil.stream.state;

import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Wire;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Stores whose changelog is read by others.
public final class Ledger {

    private Ledger() {}

    /// A store with one entry a device or patient. The entries that a transaction changes several times are written
    /// once, when it commits: the store's cache, of which the application has a little for these stores alone.
    ///
    /// @param changelog named as Kafka Streams names the changelog of that store
    public static <V extends SpecificRecord> StoreBuilder<KeyValueStore<UUID, V>> store(
            String name, Wire wire, Topic<V> changelog) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.UUID(), wire.serde(changelog))
                .withCachingEnabled();
    }
}
