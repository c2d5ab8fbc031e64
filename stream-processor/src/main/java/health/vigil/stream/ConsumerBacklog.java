package health.vigil.stream;

import health.vigil.schemas.wire.Topics;
import health.vigil.stream.evaluation.Backlog;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/// How many readings this process has still to read, as its consumers say.
final class ConsumerBacklog implements Backlog {

    private static final Set<String> READINGS =
            Set.of(Topics.RECEIVED.name(), Topics.RECEIVED_LATE.name(), Topics.READINGS.name());
    private static final double MOST = 1_000;
    private static final long FRESH_NANOS = 500_000_000;

    private volatile @Nullable KafkaStreams streams;
    private volatile Answer latest = new Answer(Optional.of("not started yet"), System.nanoTime() - FRESH_NANOS);

    private record Answer(Optional<String> problem, long at) {}

    void of(KafkaStreams running) {
        streams = running;
    }

    /// Every partition asks each second, so an answer is good for a moment.
    @Override
    public Optional<String> problem() {
        var now = System.nanoTime();
        if (now - latest.at() >= FRESH_NANOS) {
            latest = new Answer(look(), now);
        }
        return latest.problem();
    }

    private Optional<String> look() {
        var running = streams;
        if (running == null || running.state() != KafkaStreams.State.RUNNING) {
            return Optional.of("the stream processor gets its partitions and state");
        }
        var behind = running.metrics().values().stream()
                .filter(ConsumerBacklog::isLag)
                .mapToDouble(metric -> metric.metricValue() instanceof Double lag && !lag.isNaN() ? lag : 0)
                .sum();
        return behind > MOST
                ? Optional.of("%.0f readings are still to be read from Kafka".formatted(behind))
                : Optional.empty();
    }

    private static boolean isLag(Metric metric) {
        var name = metric.metricName();
        return name.name().equals("records-lag")
                && name.group().equals("consumer-fetch-manager-metrics")
                && READINGS.contains(name.tags().get("topic"));
    }
}
