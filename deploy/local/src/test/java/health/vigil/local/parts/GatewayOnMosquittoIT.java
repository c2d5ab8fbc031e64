package health.vigil.local.parts;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.local.embedded.EmbeddedKafka;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// With the files in `deploy/mosquitto`.
@EnabledIf(value = "health.vigil.local.parts.MosquittoProcess#isThere", disabledReason = "Mosquitto is not installed")
class GatewayOnMosquittoIT extends GatewayContract {

    @AutoClose
    private final EmbeddedKafka kafka;

    @AutoClose
    private final MosquittoProcess mosquitto;

    GatewayOnMosquittoIT(@TempDir Path folder) throws Exception {
        this.kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        this.mosquitto = new MosquittoProcess(folder.resolve("mqtt"), accounts()).start();
    }

    @Override
    MqttBroker broker() {
        return mosquitto;
    }

    @Override
    KafkaSettings kafka() {
        return KafkaSettings.local(kafka.bootstrapServers());
    }

    @Test
    void whatWaitsForTheGatewayOutlivesAnOrderlyRestartOfTheBroker() throws Exception {
        publishWhileTheGatewayIsAway("restart-", () -> {
            mosquitto.stop();
            mosquitto.start();
        });

        awaitReceived(own, ids("restart-", MANY));
    }
}
