package health.vigil.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecuritySettingsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void asksForNothingUnlessTold() {
        assertThat(KafkaSettings.DEFAULTS.client()).containsOnlyKeys("bootstrap.servers");
    }

    @Test
    void signsInWithThePasswordOfTheFileOverTls() throws IOException {
        var password = Files.writeString(folder.resolve("password"), "se\"cret\n");
        var settings = new SecuritySettings("SASL_SSL", "SCRAM-SHA-512", "vigil", password.toString(), "/etc/ca.pem");

        assertThat(settings.client())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required "
                                + "username=\"vigil\" password=\"se\\\"cret\";")
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.location", "/etc/ca.pem");
    }

    @Test
    void namesThePasswordFileThatIsMissing() {
        assertThatThrownBy(() -> new SecuritySettings("SASL_SSL", "PLAIN", "vigil", "", ""))
                .hasMessageContaining("password-file");
    }
}
