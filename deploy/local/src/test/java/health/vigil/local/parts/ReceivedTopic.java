package health.vigil.local.parts;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// What the gateway has written to `vitals.received` and `vitals.received.late`, read from the beginning on.
final class ReceivedTopic implements AutoCloseable {

    private final Wire wire = Registries.wire(KafkaSettings.DEFAULTS);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ReceivedReading> seen = new ArrayList<>();

    ReceivedTopic(KafkaSettings kafka) {
        this.consumer = new KafkaConsumer<>(
                Map.copyOf(kafka.client()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = Stream.of(Topics.RECEIVED, Topics.RECEIVED_LATE)
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private void read() {
        var decoder = wire.deserializer(Topics.RECEIVED);
        consumer.poll(Duration.ofMillis(200))
                .forEach(record -> seen.add(decoder.deserialize(record.topic(), record.value())));
    }

    /// The readings of all devices that came so far.
    Set<UUID> readings() {
        read();
        return seen.stream().map(ReceivedReading::getId).collect(Collectors.toSet());
    }

    /// The devices' own ids of the readings of one device that came so far.
    Set<String> of(UUID device) {
        read();
        return seen.stream()
                .filter(reading -> reading.getDeviceId().equals(device))
                .map(ReceivedReading::getDeviceReadingId)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
