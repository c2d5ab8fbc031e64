package health.vigil.local.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// One Kafka node, broker and controller, with its data in one folder; reachable on loopback only.
public final class EmbeddedKafka implements AutoCloseable {

    private static final String NODE = "1";

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    /// Starts it; when this returns, topics can be created and written to.
    ///
    /// @param wantedPort 0 for a free one; it may differ from one start to the next
    public EmbeddedKafka(Path folder, int wantedPort) throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        var port = FreePort.of(wantedPort);
        format(folder, data);
        this.bootstrapServers = "127.0.0.1:" + port;
        this.server = new KafkaRaftServer(new KafkaConfig(settings(data, port), false), Time.SYSTEM);
        server.startup();
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /// Formats the log folder, the first time only. A kill in the middle leaves no marker, and nothing worth keeping.
    private static void format(Path folder, Path data) throws IOException {
        var marker = folder.resolve("formatted");
        if (Files.exists(marker)) {
            return;
        }
        Folders.empty(data);
        var clusterId = Uuid.randomUuid().toString();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(Integer.parseInt(NODE))
                    .setClusterId(clusterId)
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .run();
        } catch (IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException("Kafka could not format " + data, failure);
        }
        Files.writeString(marker, clusterId);
    }

    private static Properties settings(Path data, int port) {
        var controllerPort = FreePort.of(0);
        var settings = new Properties();
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", NODE),
                // Static voters: the controller's port is then stored nowhere and may change at every start.
                Map.entry("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", "BROKER://127.0.0.1:" + port),
                Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("log.dirs", data.toString()),
                Map.entry("auto.create.topics.enable", "false")));
        settings.putAll(SINGLE_NODE);
        settings.putAll(SMALL);
        return settings;
    }

    private static final Map<String, String> SINGLE_NODE = Map.ofEntries(
            // After a kill the controller first lets the session of the dead broker run out.
            Map.entry("broker.session.timeout.ms", "1500"),
            Map.entry("broker.heartbeat.interval.ms", "250"),
            // A lone voter need not wait long before it elects itself.
            Map.entry("controller.quorum.election.timeout.ms", "200"),
            Map.entry("controller.quorum.election.backoff.max.ms", "100"),
            Map.entry("controller.quorum.fetch.timeout.ms", "1000"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000"));

    /// Few threads and small buffers: Kafka's defaults are for a machine of its own.
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.segment.bytes", "8388608"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.segment.bytes", "8388608"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("num.network.threads", "1"),
            Map.entry("num.io.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            Map.entry("background.threads", "2"),
            Map.entry("num.replica.fetchers", "1"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("queued.max.requests", "100"),
            Map.entry("log.segment.bytes", "33554432"),
            Map.entry("log.index.size.max.bytes", "1048576"),
            Map.entry("metadata.log.segment.bytes", "8388608"),
            Map.entry("log.cleaner.threads", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
            Map.entry("log.cleaner.io.buffer.size", "262144"));

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
