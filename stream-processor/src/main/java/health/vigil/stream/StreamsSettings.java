package health.vigil.stream;

import java.time.Duration;

/// How Kafka Streams runs.
///
/// @param stateDirectory local state; where it is lost it is rebuilt from Kafka
/// @param instanceId stable per instance, so that one that restarts gets its partitions back at once; empty for a new
///     member each time
/// @param threads two were slower than one on two cores
/// @param commitInterval an alert is visible only after two commits
/// @param standbyReplicas how many other instances keep a copy of each state, so that one that dies is taken over at
///     once instead of after a restore from Kafka; needs that many instances more
public record StreamsSettings(
        String stateDirectory, String instanceId, int threads, Duration commitInterval, int standbyReplicas) {

    public static final StreamsSettings DEFAULTS =
            new StreamsSettings("/var/lib/vigil/streams", "", 1, Duration.ofMillis(30), 0);

    public StreamsSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1");
        }
        if (standbyReplicas < 0) {
            throw new IllegalArgumentException("standby-replicas must not be negative");
        }
        if (commitInterval.isNegative() || commitInterval.isZero()) {
            throw new IllegalArgumentException("commit-interval must be positive, e.g. PT0.03S");
        }
    }
}
