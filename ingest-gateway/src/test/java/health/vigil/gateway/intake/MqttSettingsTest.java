package health.vigil.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.gateway.GatewaySettings;
import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttSettingsTest {

    @Test
    void usesTheBrokerOfThisMachineWithEightSessionsUnlessTold() {
        assertThat(MqttSettings.DEFAULTS)
                .isEqualTo(new MqttSettings(
                        "tcp://127.0.0.1:1883",
                        "vigil-gateway",
                        "",
                        "",
                        "vigil-gateway",
                        8,
                        1000,
                        false,
                        Duration.ofSeconds(5)));
    }

    @Test
    void namesASessionByTheClientIdWithItsNumberBehind() {
        assertThat(MqttSettings.DEFAULTS.clientId(3)).isEqualTo("vigil-gateway-3");
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt.url, http://127.0.0.1, url",
        "mqtt.url, tcp://broker.example.org:1883, ssl://",
        "mqtt.client-id, '', client-id",
        "mqtt.sessions, 0, sessions",
        "mqtt.receive-maximum, 60001, receive-maximum",
        "mqtt.pulse-every, PT0S, pulse-every"
    })
    void refusesWhatMakesNoSenseByName(String setting, String value, String named) {
        assertThatThrownBy(() -> Settings.read(
                        GatewaySettings.class,
                        GatewaySettings.DEFAULTS,
                        Optional.empty(),
                        Map.of(),
                        Map.of(setting, value)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("mqtt")
                .hasMessageContaining(named);
    }
}
