package health.vigil.local.drill;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.schemas.DaySummary;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The rows that the topics demand of the database: what is told last of each thing, from the first record to the last.
/// Written without the projection's code, so that its mistakes show.
final class TopicRows {

    private final Map<String, String> rows = new HashMap<>();
    private final Map<UUID, PatientReading> latest = new HashMap<>();
    private final List<UUID> publishedAgain = new ArrayList<>();
    private final KafkaSettings kafka;
    private final Wire wire;

    private TopicRows(KafkaSettings kafka) {
        this.kafka = kafka;
        this.wire = Registries.wire(kafka);
    }

    static TopicRows read(KafkaSettings kafka) {
        var topics = new TopicRows(kafka);
        topics.each(Topics.READINGS, topics::reading);
        topics.each(Topics.SUMMARIES, topics::summary);
        topics.each(Topics.ALERTS, topics::alert);
        topics.each(Topics.HELD, topics::held);
        topics.each(Topics.REJECTED, message -> topics.rows.put("rejected " + message.getId(), message.getReason()));
        return topics;
    }

    Map<String, String> rows() {
        return rows;
    }

    /// Readings that the topic tells again without anything new. (A copy that came earlier by another way, or says
    /// more, is news.)
    List<UUID> publishedAgain() {
        return publishedAgain;
    }

    private void reading(PatientReading attributed) {
        var reading = attributed.getReading();
        if (attributed.equals(latest.put(reading.getId(), attributed))) {
            publishedAgain.add(reading.getId());
        }
        rows.put(
                "reading " + attributed.getPatientId() + " " + reading.getId(),
                "%s %s %s %s %s"
                        .formatted(
                                reading.getDeviceId(),
                                reading.getSequence(),
                                reading.getMeasuredAt().toEpochMilli(),
                                reading.getReceivedAt().toEpochMilli(),
                                attributed.getStatus()));
    }

    private void summary(DaySummary summary) {
        var key = "day " + summary.getPatientId() + " " + summary.getDay() + " ";
        for (var metric : ReadingKind.valueOf(summary.getKind().name()).metrics()) {
            rows.remove(key + metric.code());
        }
        for (var metric : summary.getMetrics()) {
            rows.put(
                    key + Metric.valueOf(metric.getMetric().name()).code(),
                    "%d %s %s %s %s %d %d %d %s %d %s"
                            .formatted(
                                    metric.getCount(),
                                    metric.getMin(),
                                    metric.getMax(),
                                    metric.getMean(),
                                    metric.getLast(),
                                    metric.getBelow(),
                                    metric.getInRange(),
                                    metric.getAbove(),
                                    metric.getRollingMean(),
                                    metric.getRollingCount(),
                                    metric.getNumbers()));
        }
    }

    private void alert(EpisodeEvent event) {
        rows.put(
                "alert " + event.getEpisodeId(),
                "%d %s %d %s"
                        .formatted(event.getRevision(), event.getSeverity(), event.getReadings(), event.getLate()));
    }

    private void held(HeldReading held) {
        var key = "held " + held.getReading().getId();
        if (held.getStatus() == HoldStatus.HELD) {
            rows.put(key, held.getReading().getDeviceId().toString());
        } else {
            rows.remove(key);
        }
    }

    private <V extends SpecificRecord> void each(Topic<V> topic, Consumer<V> taker) {
        var properties = new HashMap<>(kafka.client());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        var deserializer = wire.deserializer(topic);
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    taker.accept(deserializer.deserialize(topic.name(), record.value()));
                }
            }
        }
    }
}
