package health.vigil.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.config.Trust;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;

/// How the gateways connect to the broker.
///
/// @param sharedFilter the shared subscription of all sessions. It lasts for good, so the broker keeps what comes while
///     no gateway is there. It must exist before the first device may connect: a broker drops what nobody is
///     subscribed to
/// @param lasting for a session that the broker keeps
/// @param once for a connection that leaves nothing behind
record Broker(
        String url,
        String sharedFilter,
        MqttConnectionOptions lasting,
        MqttConnectionOptions once,
        Deliveries deliveries) {

    private static final long FOR_GOOD = 0xFFFF_FFFFL;
    private static final int KEEP_ALIVE_SECONDS = 20;

    static Broker of(MqttSettings settings, String password, Deliveries deliveries) {
        var lasting = options(settings, password);
        lasting.setCleanStart(false);
        lasting.setSessionExpiryInterval(FOR_GOOD);
        lasting.setReceiveMaximum(settings.receiveMaximum());
        return new Broker(settings.url(), "$share/vigil/vigil/+/#", lasting, options(settings, password), deliveries);
    }

    private static MqttConnectionOptions options(MqttSettings settings, String password) {
        var options = new MqttConnectionOptions();
        options.setUserName(settings.user());
        options.setPassword(password.getBytes(UTF_8));
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        options.setConnectionTimeout((int) Connection.ANSWER_WITHIN.toSeconds());
        if (!settings.truststore().isEmpty()) {
            options.setSocketFactory(Trust.in(Path.of(settings.truststore())).getSocketFactory());
        }
        return options;
    }

    Connection connect(String clientId, Consumer<Connection> ended) throws MqttException {
        return Connection.open(url, clientId, lasting, deliveries, ended);
    }
}
