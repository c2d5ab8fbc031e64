package health.vigil.local.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;

/// An MQTT broker: what it has acknowledged at QoS 1 is on disk, and a backlog waits there too, not in memory.
///
/// Devices are let in by [#openForDevices], which is to be called once the gateway's durable subscription exists: a
/// broker acknowledges and drops what nobody is subscribed to.
public final class EmbeddedBroker implements AutoCloseable {

    private static final int LARGEST_PACKET = 256 * 1024;
    private static final int MEBIBYTE = 1024 * 1024;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration STRANGE_FOR = Duration.ofSeconds(15);

    private final ActiveMQServer server;

    /// Since when connections are known that have not signed in, by nano time.
    private final Map<Object, Long> strangers = new ConcurrentHashMap<>();
    private final int internalPort;
    private final ConnectionRules rules;

    /// Starts it, for the gateway only.
    ///
    /// @param gatewayPort where the gateway connects, 0 for a free one
    /// @param credentials asked at every connection and again every ten seconds
    public EmbeddedBroker(Path folder, int gatewayPort, DeviceCredentials credentials, String gatewayPassword)
            throws Exception {
        this.internalPort = FreePort.of(gatewayPort);
        this.rules = new ConnectionRules(internalPort);
        var configuration = configuration(folder);
        configuration.addAcceptorConfiguration(acceptor("gateway", "127.0.0.1", internalPort, Map.of()));
        configuration.addAddressSetting("#", keepOnDisk());
        this.server = new ActiveMQServerImpl(configuration, null, new BrokerSecurity(credentials, gatewayPassword));
        server.start();
        // BrokerSecurity decides; Artemis only wants to see some role.
        server.getSecurityRepository()
                .addMatch(
                        "#",
                        Set.of(new Role(
                                "any", true, true, true, true, true, true, false, false, true, true, false, false)));
        server.getRemotingService().addIncomingInterceptor(rules);
        var _ = server.getScheduledPool()
                .scheduleWithFixedDelay(
                        this::endStrangers,
                        STRANGE_FOR.toMillis() / 4,
                        STRANGE_FOR.toMillis() / 4,
                        TimeUnit.MILLISECONDS);
    }

    /// Who connects and says nothing is put out by Artemis after ten seconds; who says it letter by letter, by us. Not
    /// who comes by the gateways' own listener, which no stranger reaches.
    private void endStrangers() {
        for (var connection : server.getRemotingService().getConnections()) {
            if (connection instanceof MQTTConnection stranger
                    && !stranger.getConnected()
                    && !rules.isInternal(stranger)) {
                var since = strangers.merge(stranger.getID(), System.nanoTime(), (first, _) -> first);
                if (System.nanoTime() - since > STRANGE_FOR.toNanos()) {
                    stranger.destroy();
                }
            } else {
                strangers.remove(connection.getID());
            }
        }
        strangers
                .keySet()
                .retainAll(server.getRemotingService().getConnections().stream()
                        .map(RemotingConnection::getID)
                        .toList());
    }

    private static Configuration configuration(Path folder) throws Exception {
        return new ConfigurationImpl()
                .setName("vigil")
                .setPersistenceEnabled(true)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                // Needs no native library, and syncs before a message is acknowledged.
                .setJournalType(JournalType.NIO)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalFileSize(4 * MEBIBYTE)
                .setJournalMinFiles(2)
                .setJournalPoolFiles(4)
                .setSecurityEnabled(true)
                .setAuthenticationCacheSize(20_000)
                .setSecurityInvalidationInterval(10_000)
                .setJMXManagementEnabled(false)
                .setPopulateValidatedUser(false)
                .setCriticalAnalyzer(false)
                .setThreadPoolMaxSize(16)
                .setScheduledThreadPoolMaxSize(2)
                .setGlobalMaxSize(32L * MEBIBYTE)
                .setMaxDiskUsage(97)
                .setGracefulShutdownEnabled(false);
    }

    private static AddressSettings keepOnDisk() {
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(8L * MEBIBYTE)
                .setPageSizeBytes(MEBIBYTE)
                .setMaxReadPageBytes(2 * MEBIBYTE)
                .setMaxReadPageMessages(-1)
                // By default a message is dropped after ten deliveries.
                .setMaxDeliveryAttempts(-1)
                .setAutoCreateAddresses(true)
                .setAutoCreateQueues(true)
                .setAutoDeleteAddresses(true)
                .setAutoDeleteQueues(false);
    }

    private static TransportConfiguration acceptor(String name, String host, int port, Map<String, Object> tls) {
        var options = new HashMap<String, Object>(Map.of(
                "host",
                host,
                "port",
                port,
                "protocols",
                "MQTT",
                "useEpoll",
                false,
                "useKQueue",
                false,
                "remotingThreads",
                2));
        options.putAll(tls);
        return new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                options,
                name,
                Map.of(
                        "maximumPacketSize", LARGEST_PACKET,
                        "serverKeepAlive", 60,
                        "receiveMaximum", 1000,
                        // The rules of connections read the topic, which an alias would leave out.
                        "topicAliasMaximum", 0,
                        "defaultMaximumInFlightPublishMessages", 1000));
    }

    /// Whether a gateway has ever subscribed: its subscription lasts for good.
    public boolean hasGateway() {
        return server.getPostOffice()
                .getAllBindings()
                .anyMatch(binding -> binding instanceof LocalQueueBinding
                        && binding.getAddress().toString().startsWith("vigil."));
    }

    /// Lets devices in, in plain.
    public void openForDevices(String host, int port) throws Exception {
        var _ = open(acceptor("devices", host, port, Map.of()));
    }

    /// Lets devices in by TLS, with a secret or with a certificate of theirs.
    ///
    /// @throws health.vigil.kit.config.InvalidSettingException when there is no certificate in its file
    public void openForDevices(String host, int port, BrokerTls tls) throws Exception {
        var acceptor = open(acceptor("devices-tls", host, port, tls.options()));
        var _ = server.getScheduledPool()
                .scheduleWithFixedDelay(
                        new NextCertificate(acceptor, tls),
                        LOOK_EVERY.toMillis(),
                        LOOK_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private Acceptor open(TransportConfiguration transport) throws Exception {
        var acceptor = server.getRemotingService().createAcceptor(transport);
        acceptor.start();
        return acceptor;
    }

    /// Ends the connections of a device whose secret is no longer good.
    public void disconnect(UUID device) {
        var control = server.getActiveMQServerControl();
        try {
            // Otherwise it is believed for some seconds more.
            control.clearAuthenticationCache();
            control.closeConnectionsForUser(device.toString());
        } catch (Exception failure) {
            throw new IllegalStateException("the connections of a device were not ended", failure);
        }
    }

    /// Where the gateway connects.
    public String gatewayUrl() {
        return "tcp://127.0.0.1:" + internalPort;
    }

    public static String gatewayUser() {
        return BrokerSecurity.GATEWAY;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            throw new IllegalStateException("the MQTT broker did not stop properly", failure);
        }
    }
}
