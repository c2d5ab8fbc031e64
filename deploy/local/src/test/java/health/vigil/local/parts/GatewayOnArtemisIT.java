package health.vigil.local.parts;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.local.embedded.EmbeddedKafka;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

class GatewayOnArtemisIT extends GatewayContract {

    @AutoClose
    private final EmbeddedKafka kafka;

    @AutoClose
    private final ArtemisInside artemis;

    GatewayOnArtemisIT(@TempDir Path folder) throws Exception {
        this.kafka = new EmbeddedKafka(folder.resolve("kafka"), 0);
        this.artemis = new ArtemisInside(folder.resolve("mqtt"), accounts());
    }

    @Override
    MqttBroker broker() {
        return artemis;
    }

    @Override
    KafkaSettings kafka() {
        return KafkaSettings.local(kafka.bootstrapServers());
    }
}
