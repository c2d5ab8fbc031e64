package health.vigil.gateway.intake;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.TopicSetUp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The topic whose partitions stand for the gateways' sessions: Kafka shares them out. Nothing is ever written to it.
final class SessionTopic {

    static final String NAME = "intake.sessions";

    private SessionTopic() {}

    /// Sees to it that there is a partition for each session; several gateways may do so at once.
    ///
    /// @return how many there are: more than sessions, where there were more sessions once
    /// @throws IllegalStateException when there are too few, or Kafka is away
    static int prepare(KafkaSettings kafka, int sessions) throws InterruptedException {
        try (var admin = TopicSetUp.admin(kafka)) {
            var partitions = partitions(admin);
            if (partitions < sessions && kafka.topics().create()) {
                create(admin, sessions, partitions, kafka.topics().replication());
                partitions = TopicSetUp.untilHeardOf(() -> partitions(admin), present -> present >= sessions);
            }
            if (partitions < sessions) {
                throw new IllegalStateException(
                        "topic %s has %d partitions, and mqtt.sessions is %d".formatted(NAME, partitions, sessions));
            }
            return partitions;
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Kafka did not prepare the topic " + NAME, failure.getCause());
        }
    }

    private static int partitions(Admin admin) throws InterruptedException, ExecutionException {
        try {
            return admin.describeTopics(List.of(NAME)).allTopicNames().get().values().stream()
                    .mapToInt(topic -> topic.partitions().size())
                    .sum();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw failure;
        }
    }

    private static void create(Admin admin, int sessions, int existing, short replication)
            throws InterruptedException, ExecutionException {
        try {
            if (existing == 0) {
                admin.createTopics(List.of(new NewTopic(NAME, Optional.of(sessions), Optional.of(replication))))
                        .all()
                        .get();
            } else {
                admin.createPartitions(Map.of(NAME, NewPartitions.increaseTo(sessions)))
                        .all()
                        .get();
            }
        } catch (ExecutionException failure) {
            // Another gateway was faster.
            if (!(failure.getCause() instanceof TopicExistsException
                    || failure.getCause() instanceof InvalidPartitionsException)) {
                throw failure;
            }
        }
    }
}
