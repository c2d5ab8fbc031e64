package health.vigil.schemas.wire;

import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A Kafka topic with the type of its values. The key is always the id of a device or of a patient.
///
/// @param compacted keeps the last value of each key for good, instead of everything for a time
public record Topic<V extends SpecificRecord>(String name, Class<V> type, boolean compacted) {

    public ProducerRecord<UUID, V> record(UUID key, V value) {
        return new ProducerRecord<>(name, key, value);
    }

    /// The name of the registry's subject, by Confluent's topic-name strategy.
    public String subject() {
        return name + "-value";
    }
}
