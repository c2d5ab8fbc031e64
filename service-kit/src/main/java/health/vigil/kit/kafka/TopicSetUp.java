package health.vigil.kit.kafka;

import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/// Sees to it that the topics are there.
public final class TopicSetUp {

    private static final int ANSWER_WITHIN_MILLIS = 5_000;

    private TopicSetUp() {}

    /// An administrator of that cluster that gives up soon, so that it can be told what is away.
    public static Admin admin(KafkaSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
        return Admin.create(properties);
    }

    /// Creates the topics that are not there, if the settings say so. Several services may do so at once.
    ///
    /// @throws IllegalStateException naming the topic that is not there, or the trouble with Kafka
    public static void prepare(KafkaSettings settings) throws InterruptedException {
        try (var admin = admin(settings)) {
            var topics = settings.topics();
            var missing = missing(admin);
            if (topics.create() && !missing.isEmpty()) {
                Topics.create(admin, topics.partitions(), topics.replication(), topics.flushEachMessage());
                missing = untilHeardOf(() -> missing(admin), Set::isEmpty);
            }
            if (!missing.isEmpty()) {
                throw new IllegalStateException("topic " + String.join(", ", missing) + " is not there yet");
            }
        }
    }

    /// What Kafka is asked for.
    @FunctionalInterface
    public interface Question<T> {
        T ask() throws InterruptedException, ExecutionException;
    }

    /// Asks until the answer is the right one: a broker hears of a new topic a moment after the controller has made it.
    ///
    /// @return the last answer, the right one or not
    /// @throws IllegalStateException when Kafka does not answer
    public static <T> T untilHeardOf(Question<T> question, Predicate<T> right) throws InterruptedException {
        var until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_WITHIN_MILLIS);
        try {
            while (true) {
                var answer = question.ask();
                if (right.test(answer) || System.nanoTime() > until) {
                    return answer;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Kafka does not answer", failure);
        }
    }

    /// The ids that Kafka has given these topics: another one when a topic is made anew.
    ///
    /// @throws IllegalStateException when Kafka does not say
    public static Map<String, UUID> ids(KafkaSettings settings, List<Topic<?>> topics) throws InterruptedException {
        try (var admin = admin(settings)) {
            var described = admin.describeTopics(
                            topics.stream().map(Topic::name).toList())
                    .allTopicNames()
                    .get();
            return described.values().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            TopicDescription::name,
                            topic -> new UUID(
                                    topic.topicId().getMostSignificantBits(),
                                    topic.topicId().getLeastSignificantBits())));
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Kafka does not answer", failure);
        }
    }

    private static Set<String> missing(Admin admin) throws InterruptedException {
        try {
            var there = admin.listTopics().names().get(2L * ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
            return Topics.ALL.stream()
                    .map(topic -> topic.name())
                    .filter(name -> !there.contains(name))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("Kafka does not answer", failure);
        }
    }
}
