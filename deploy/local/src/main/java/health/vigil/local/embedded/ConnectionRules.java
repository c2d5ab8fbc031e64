package health.vigil.local.embedded;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5;

import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/// What Artemis' permissions do not cover: client ids, wills (checked only when sent) and retained messages (kept at an
/// address of their own, unchecked). Runs before authentication, so it compares with the claimed user.
final class ConnectionRules implements MQTTInterceptor {

    private static final byte RETAIN_NOT_SUPPORTED = (byte) 0x9A;

    private static final AttributeKey<Pace> PACE = AttributeKey.valueOf("vigil.pace");

    private static final Pattern NUMBER = Pattern.compile("[1-9]");

    private final int internalPort;

    ConnectionRules(int internalPort) {
        this.internalPort = internalPort;
    }

    @Override
    public boolean intercept(MqttMessage packet, RemotingConnection connection) {
        return switch (packet) {
            case MqttConnectMessage connect -> mayConnect(connect, connection);
            case MqttPublishMessage publish -> {
                slow(publish, connection);
                yield !publish.fixedHeader().isRetain() || isInternal(connection) || mayRetain(publish, connection);
            }
            default -> true;
        };
    }

    /// A device that floods is not read from for a while: it alone is slowed, and nothing of it is lost.
    private void slow(MqttPublishMessage publish, RemotingConnection connection) {
        if (isInternal(connection) || !(connection.getTransportConnection() instanceof NettyServerConnection netty)) {
            return;
        }
        var channel = netty.getChannel();
        var now = System.nanoTime();
        var pace = channel.attr(PACE);
        pace.setIfAbsent(new Pace(now));
        var wait = pace.get().take(publish.payload().readableBytes(), now);
        if (wait.isPositive()) {
            channel.config().setAutoRead(false);
            var _ = channel.eventLoop()
                    .schedule(() -> channel.config().setAutoRead(true), wait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /// Of what devices send, only their own status is retained.
    private static boolean mayRetain(MqttPublishMessage publish, RemotingConnection connection) {
        var topic = publish.variableHeader().topicName();
        var levels = topic.split("/", -1);
        var client = connection.getClientID();
        var own = client != null
                && levels.length == 3
                && levels[0].equals("vigil")
                && client.startsWith(levels[1])
                && levels[1].length() == 36
                && levels[2].equals("status");
        if (!own) {
            reply(
                    connection,
                    MqttMessageBuilders.disconnect()
                            .reasonCode(RETAIN_NOT_SUPPORTED)
                            .build());
        }
        return own;
    }

    private boolean mayConnect(MqttConnectMessage connect, RemotingConnection connection) {
        var user = connect.payload().userName();
        if (user == null) {
            // BrokerSecurity refuses it.
            return true;
        }
        var header = connect.variableHeader();
        var v5 = header.version() >= 5;
        // The gateway's account is good on the internal acceptor only, and no other is good there.
        if (user.equals(BrokerSecurity.GATEWAY) != isInternal(connection)) {
            return refuse(
                    connection, v5 ? CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD : CONNECTION_REFUSED_NOT_AUTHORIZED);
        }
        // A client id names a session: who could choose any could take over another's.
        if (!isInternal(connection) && !isOwn(connect.payload().clientIdentifier(), user)) {
            return refuse(
                    connection,
                    v5 ? CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID : CONNECTION_REFUSED_IDENTIFIER_REJECTED);
        }
        if (header.isWillFlag() && !mayWill(connect, user)) {
            return refuse(connection, v5 ? CONNECTION_REFUSED_NOT_AUTHORIZED_5 : CONNECTION_REFUSED_NOT_AUTHORIZED);
        }
        return true;
    }

    /// A device has ten of them at most, since the broker keeps something on disk for each, maybe for good.
    private static boolean isOwn(String clientId, String device) {
        return clientId.equals(device)
                || (clientId.startsWith(device + "-")
                        && NUMBER.matcher(clientId.substring(device.length() + 1))
                                .matches());
    }

    private static boolean mayWill(MqttConnectMessage connect, String user) {
        return connect.payload().willTopic().equals("vigil/" + user + "/status");
    }

    boolean isInternal(RemotingConnection connection) {
        return connection.getTransportConnection() instanceof NettyServerConnection netty
                && netty.getChannel().localAddress() instanceof InetSocketAddress address
                && address.getPort() == internalPort;
    }

    private static boolean refuse(RemotingConnection connection, MqttConnectReturnCode code) {
        reply(connection, MqttMessageBuilders.connAck().returnCode(code).build());
        return false;
    }

    private static void reply(RemotingConnection connection, MqttMessage answer) {
        if (connection.getTransportConnection() instanceof NettyServerConnection netty) {
            var _ = netty.getChannel().writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
