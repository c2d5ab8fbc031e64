package health.vigil.local.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.common.MetadataVersion;

/// One Kafka node, broker and controller, with its data in one folder; reachable on loopback only.
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE = 1;
    private static final Duration ACTIVE_WITHIN = Duration.ofMinutes(1);

    private final ControllerServer controller;
    private final BrokerServer broker;
    private final String bootstrapServers;

    /// Starts it; when this returns, topics can be created and written to.
    ///
    /// @param wantedPort 0 for a free one; it may differ from one start to the next
    public EmbeddedKafka(Path folder, int wantedPort) throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        var port = FreePort.of(wantedPort);
        var controllerPort = FreePort.of(0);
        format(folder, data);
        this.bootstrapServers = "127.0.0.1:" + port;
        var shared = shared(new KafkaConfig(settings(data, port, controllerPort), false), data, controllerPort);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), bootstrap(data));
        this.broker = new BrokerServer(shared);
        controller.startup();
        forgetKilledBroker();
        broker.startup();
    }

    private static SharedServer shared(KafkaConfig config, Path data, int controllerPort) throws IOException {
        var folders = new MetaPropertiesEnsemble.Loader()
                .addMetadataLogDir(data.toString())
                .addLogDirs(List.of(data.toString()))
                .load();
        return new SharedServer(
                config,
                folders,
                Time.SYSTEM,
                Server.initializeMetrics(
                        config, Time.SYSTEM, folders.clusterId().orElseThrow()),
                CompletableFuture.completedFuture(
                        Map.of(NODE, InetSocketAddress.createUnresolved("127.0.0.1", controllerPort))),
                List.of(),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
    }

    private static BootstrapMetadata bootstrap(Path data) throws IOException {
        try {
            return new BootstrapDirectory(data.toString()).read();
        } catch (IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException("Kafka could not read " + data, failure);
        }
    }

    /// The controller would first take this broker for the killed one, still alive and leading, then fence it and
    /// elect it anew. The group coordinator would load twice, and Kafka can take the end of the first load for
    /// that of the second: the coordinator then fails for good, or does not know the offsets yet.
    private void forgetKilledBroker() throws IOException {
        var until = System.nanoTime() + ACTIVE_WITHIN.toNanos();
        while (!controller.controller().isActive()) {
            if (System.nanoTime() > until) {
                throw new IOException("Kafka's controller did not become active in time");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        if (!controller.metadataCache().hasAliveBroker(NODE)) {
            return;
        }
        var request =
                new ControllerRequestContext(new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty());
        try {
            controller.controller().unregisterBroker(request, NODE).get();
        } catch (ExecutionException failure) {
            throw new IOException("Kafka could not forget the broker that was killed", failure.getCause());
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", failure);
        }
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
                    .setNodeId(NODE)
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

    private static Properties settings(Path data, int port, int controllerPort) {
        var settings = new Properties();
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(NODE)),
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
        // The broker needs the controller to leave in good order.
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }
}
