package health.vigil.local.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import kafka.Kafka;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// One of the nodes of a Kafka cluster, broker and controller.
///
/// @param listeners the port of each listener by its name
/// @param advertised the port that clients of a listener are told, which may be a proxy's
/// @param voters the cluster's controllers, as Kafka's setting `controller.quorum.voters` wants them
record KafkaNode(int id, Path folder, Map<String, Integer> listeners, Map<String, Integer> advertised, String voters) {

    static final String CONTROLLER = "CONTROLLER";
    static final String BETWEEN = "BETWEEN";
    private static final int HEAP = 256;

    Part part(String clusterId) throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        format(data, clusterId);
        var file = folder.resolveSibling("kafka-" + id + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings(data).store(writer, null);
        }
        var options = List.of("-Dcom.sun.management.jmxremote=false");
        return new Part("kafka-" + id, folder, JavaCommand.of(Kafka.class, HEAP, options, List.of(file.toString())));
    }

    private void format(Path data, String clusterId) throws IOException {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(id)
                    .setClusterId(clusterId)
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .run();
        } catch (IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException("Kafka could not format " + data, failure);
        }
    }

    private Properties settings(Path data) {
        var settings = new Properties();
        settings.putAll(CLUSTER);
        settings.putAll(SMALL);
        settings.putAll(Map.of(
                "node.id", Integer.toString(id),
                "log.dirs", data.toString(),
                "controller.quorum.voters", voters,
                "listeners", addresses(listeners),
                "advertised.listeners", addresses(advertised),
                "listener.security.protocol.map",
                        listeners.keySet().stream()
                                .map(name -> name + ":PLAINTEXT")
                                .collect(Collectors.joining(","))));
        return settings;
    }

    private static String addresses(Map<String, Integer> ports) {
        return ports.entrySet().stream()
                .map(port -> port.getKey() + "://127.0.0.1:" + port.getValue())
                .collect(Collectors.joining(","));
    }

    /// Three copies of everything, two of them before anything is acknowledged. A broker that hangs or has died is
    /// given up after some seconds.
    private static final Map<String, String> CLUSTER = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("controller.listener.names", CONTROLLER),
            Map.entry("inter.broker.listener.name", BETWEEN),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "3"),
            Map.entry("min.insync.replicas", "2"),
            Map.entry("offsets.topic.replication.factor", "3"),
            Map.entry("transaction.state.log.replication.factor", "3"),
            Map.entry("transaction.state.log.min.isr", "2"),
            Map.entry("share.coordinator.state.topic.replication.factor", "3"),
            Map.entry("share.coordinator.state.topic.min.isr", "2"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("broker.session.timeout.ms", "4000"),
            Map.entry("replica.lag.time.max.ms", "5000"),
            Map.entry("controller.quorum.fetch.timeout.ms", "3000"),
            Map.entry("controller.quorum.election.timeout.ms", "1000"),
            Map.entry("controller.quorum.request.timeout.ms", "2000"),
            Map.entry("replica.socket.timeout.ms", "5000"),
            Map.entry("controller.socket.timeout.ms", "5000"),
            Map.entry("controlled.shutdown.enable", "true"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000"));

    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("offsets.topic.num.partitions", "2"),
            Map.entry("offsets.topic.segment.bytes", "8388608"),
            Map.entry("transaction.state.log.num.partitions", "2"),
            Map.entry("transaction.state.log.segment.bytes", "8388608"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("num.network.threads", "1"),
            Map.entry("num.io.threads", "4"),
            Map.entry("num.replica.fetchers", "1"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            Map.entry("background.threads", "2"),
            Map.entry("log.segment.bytes", "33554432"),
            Map.entry("log.index.size.max.bytes", "1048576"),
            Map.entry("metadata.log.segment.bytes", "8388608"),
            Map.entry("log.cleaner.threads", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("log.cleaner.io.buffer.size", "262144"));
}
