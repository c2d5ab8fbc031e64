package health.vigil.gateway;

import health.vigil.gateway.intake.MqttSettings;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.kafka.KafkaSettings;

/// The gateway's settings.
public record GatewaySettings(MqttSettings mqtt, KafkaSettings kafka, HttpSettings http) {

    public static final GatewaySettings DEFAULTS =
            new GatewaySettings(MqttSettings.DEFAULTS, KafkaSettings.DEFAULTS, new HttpSettings("127.0.0.1", 8081));
}
