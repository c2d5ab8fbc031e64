package health.vigil.alerts.intake;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.parts.TestStore;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/// Hands events to the intake as a consumer of the topic would.
public final class ToldEpisodes {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.ALERTS.name(), 0);
    private final Wire wire = Registries.wire(KafkaSettings.DEFAULTS);
    private final EpisodeIntake intake;

    public ToldEpisodes(TestStore database, Clock clock) {
        this.intake = new EpisodeIntake(database.database(), wire, clock, database.telemetry());
    }

    /// All in one batch.
    public void tell(EpisodeEvent.Builder... events) {
        var records = Stream.of(events)
                .map(EpisodeEvent.Builder::build)
                .map(event -> new ConsumerRecord<>(
                        PARTITION.topic(),
                        PARTITION.partition(),
                        0,
                        Wire.key(event.getPatientId()),
                        wire.encode(Topics.ALERTS, event)))
                .toList();
        intake.take(new ConsumerRecords<>(Map.of(PARTITION, List.copyOf(records)), Map.of()));
    }
}
