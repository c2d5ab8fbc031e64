package health.vigil.alerts.watchdog;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.config.Trust;
import health.vigil.kit.mqtt.MqttClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;

/// The synthetic patient's device: connects for each probe as a device at home does.
final class ProbeDevice {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int AT_LEAST_ONCE = 1;
    private static final int REFUSED = 0x80;

    private final WatchdogSettings settings;
    private final String secret;

    ProbeDevice(WatchdogSettings settings, String secret) {
        this.settings = settings;
        this.secret = secret;
    }

    /// Publishes a value that is well, which ends the episode of the probe before, and then a dangerous one.
    ///
    /// @throws MqttException when the broker is away or refuses it
    void measure(Instant now) throws MqttException {
        var client = new MqttClient(settings.mqttUrl(), settings.device());
        try {
            client.connect(options()).waitForCompletion(PATIENCE.toMillis());
            publish(client, now.minusSeconds(1), 110);
            publish(client, now, 40);
            client.disconnect().waitForCompletion(PATIENCE.toMillis());
        } finally {
            client.close(true);
        }
    }

    private MqttConnectionOptions options() {
        var options = new MqttConnectionOptions();
        options.setUserName(settings.device());
        options.setPassword(secret.getBytes(UTF_8));
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) PATIENCE.toSeconds());
        if (!settings.truststore().isEmpty()) {
            options.setSocketFactory(Trust.in(Path.of(settings.truststore())).getSocketFactory());
        }
        return options;
    }

    private void publish(MqttClient client, Instant at, int glucose) throws MqttException {
        var payload = "{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":%d,\"unit\":\"mg/dL\"}"
                .formatted(at.truncatedTo(ChronoUnit.MILLIS), glucose);
        var topic = "vigil/" + settings.device() + "/readings";
        var sent = client.publish(topic, payload.getBytes(UTF_8), AT_LEAST_ONCE, false);
        sent.waitForCompletion(PATIENCE.toMillis());
        for (var reason : sent.getReasonCodes()) {
            if (reason >= REFUSED) {
                throw new MqttException(reason);
            }
        }
    }
}
