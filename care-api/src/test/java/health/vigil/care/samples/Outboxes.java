package health.vigil.care.samples;

import health.vigil.care.outbox.Outbox;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.parts.TestStore;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Wire;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/// An outbox that nobody empties, and what is in it.
public final class Outboxes implements AutoCloseable {

    private final Wire wire = Registries.wire(KafkaSettings.DEFAULTS);
    private final TestStore database;
    private final Outbox outbox;

    public Outboxes(TestStore database) {
        this.database = database;
        this.outbox = new Outbox(database.database(), KafkaSettings.DEFAULTS, wire);
    }

    public Outbox outbox() {
        return outbox;
    }

    /// The records that wait for that topic, oldest first.
    public <V extends SpecificRecord> List<V> records(Topic<V> topic) {
        var deserializer = wire.deserializer(topic);
        return database.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select value from care.outbox where topic = :topic order by outbox_id")
                .bind("topic", topic.name())
                .mapTo(byte[].class)
                .map(bytes -> deserializer.deserialize(topic.name(), bytes))
                .list());
    }

    @Override
    public void close() {
        outbox.close();
    }
}
