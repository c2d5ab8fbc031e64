package health.vigil.kit.kafka;

/// How the topics are set up.
///
/// @param create whether a service creates those that are not there; otherwise it waits for them
/// @param partitions of each topic; fixed for good once there is state
/// @param replication how many brokers keep each record; all but one of them must have it before it is acknowledged
/// @param flushEachMessage for a single broker, which would otherwise acknowledge from the page cache
public record TopicSettings(boolean create, int partitions, short replication, boolean flushEachMessage) {

    public static final TopicSettings DEFAULTS = new TopicSettings(true, 48, (short) 3, false);

    /// For a single broker.
    public static final TopicSettings SINGLE = new TopicSettings(true, 2, (short) 1, true);

    public TopicSettings {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1");
        }
        if (replication < 1) {
            throw new IllegalArgumentException("replication must be at least 1");
        }
    }
}
