package health.vigil.schemas.wire;

import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A Kafka topic with the type of its values. The key is always the id of a device or of a patient.
///
/// @param subject of the schema registry: by Confluent's topic-name strategy, or that of another topic of such records
/// @param compacted keeps the last value of each key for good, instead of everything for a time
public record Topic<V extends SpecificRecord>(String name, String subject, Class<V> type, boolean compacted) {

    Topic(String name, Class<V> type, boolean compacted) {
        this(name, name + "-value", type, compacted);
    }

    /// Another topic of the same records.
    Topic<V> beside(String other) {
        return new Topic<>(other, subject, type, compacted);
    }

    public ProducerRecord<UUID, V> record(UUID key, V value) {
        return new ProducerRecord<>(name, key, value);
    }
}
