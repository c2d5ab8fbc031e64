package health.vigil.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.http.HttpSettings;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.RegistrySettings;
import health.vigil.kit.kafka.SecuritySettings;
import health.vigil.kit.kafka.TopicSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    /// Settings of a service that has a bit of everything.
    record Sample(HttpSettings http, KafkaSettings kafka, DatabaseSettings database) {

        static final Sample DEFAULTS =
                new Sample(HttpSettings.DEFAULTS, KafkaSettings.DEFAULTS, DatabaseSettings.DEFAULTS);
    }

    @TempDir
    Path folder;

    @Test
    void listensOnThisMachineOnlyUnlessTold() {
        assertThat(HttpSettings.DEFAULTS).isEqualTo(new HttpSettings("127.0.0.1", 8080));
    }

    @Test
    void usesTheKafkaOfThisMachineAndTheSchemasInMemoryUnlessTold() {
        assertThat(KafkaSettings.DEFAULTS)
                .isEqualTo(new KafkaSettings(
                        "127.0.0.1:9092",
                        new SecuritySettings("", "SCRAM-SHA-512", "", "", ""),
                        "",
                        new RegistrySettings("", "", "", "", false),
                        new TopicSettings(true, 48, (short) 3, false)));
    }

    @Test
    void whatWasChangedIsToldWithoutPasswordsInAddresses() {
        var set = Map.of(
                "http.port", "9000",
                "kafka.bootstrap-servers", KafkaSettings.DEFAULTS.bootstrapServers(),
                "kafka.schema-registry.url", "https://vigil:hidden@registry:8081",
                "database.url", "jdbc:postgresql://db/vigil?sslmode=verify-full&password=hidden&sslrootcert=ca.pem");

        var settings = Settings.read(Sample.class, Sample.DEFAULTS, Optional.empty(), Map.of(), set);

        assertThat(Settings.changed(Sample.DEFAULTS, settings))
                .isEqualTo(Map.of(
                        "http.port", "9000",
                        "kafka.schema-registry.url", "https://…@registry:8081",
                        "database.url",
                                "jdbc:postgresql://db/vigil?sslmode=verify-full&password=…&sslrootcert=ca.pem"));
    }

    @Test
    void usesTheDatabaseOfThisMachineUnlessTold() {
        assertThat(DatabaseSettings.DEFAULTS)
                .isEqualTo(new DatabaseSettings(
                        "jdbc:postgresql://127.0.0.1:5432/vigil", "vigil", "", 8, Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kafka.bootstrap-servers | kafka:9092 | security.protocol must be SSL",
                "kafka.bootstrap-servers | 127.0.0.1:9092,10.0.0.7:9092 | security.protocol must be SSL",
                "kafka.schema-registry.url | http://registry:8081 | must begin with https://",
                "database.url | jdbc:postgresql://db.example.org/vigil | must say sslmode",
                "database.url | jdbc:postgresql://127.0.0.1:5432,10.0.0.7:5432/vigil | must say sslmode",
                "database.url | jdbc:postgresql://127.0.0.1.example.org/vigil | must say sslmode",
            })
    void speaksInPlainToNoOtherMachineUnlessTold(String setting, String value, String what) {
        assertThatThrownBy(() -> read("", Map.of(), Map.of(setting, value))).hasMessageContaining(what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka: {bootstrap-servers: 'kafka:9092', security: {protocol: PLAINTEXT}}",
                "kafka: {bootstrap-servers: 'kafka:9092', security: {protocol: SSL}}",
                "kafka: {bootstrap-servers: 'localhost:9092, [::1]:9093'}",
                "kafka: {schema-registry: {url: 'http://registry:8081', plain: true}}",
                "kafka: {schema-registry: {url: 'https://registry:8081'}}",
                "kafka: {schema-registry: {url: 'http://127.0.0.1:8081'}}",
                "database: {url: 'jdbc:postgresql://db.example.org/vigil?sslmode=disable'}",
                "database: {url: 'jdbc:postgresql://[::1]:5432/vigil'}"
            })
    void speaksAsItIsTold(String file) {
        assertThat(read(file, Map.of(), Map.of())).isNotEqualTo(Sample.DEFAULTS);
    }

    @Test
    void givesTheDefaultsWhereNothingIsSet() {
        assertThat(read("", Map.of(), Map.of())).isEqualTo(Sample.DEFAULTS);
    }

    @Test
    void takesTheFileOverTheDefaults() {
        var settings = read("""
                http:
                  port: 9001
                database:
                  connect-timeout: PT2S
                """, Map.of(), Map.of());

        assertThat(settings.http()).isEqualTo(new HttpSettings("127.0.0.1", 9001));
        assertThat(settings.database().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.kafka()).isEqualTo(KafkaSettings.DEFAULTS);
    }

    @Test
    void takesTheEnvironmentOverTheFile() {
        var settings = read("http: {port: 9001, host: 127.0.0.2}", Map.of("VIGIL_HTTP_PORT", "9002"), Map.of());

        assertThat(settings.http()).isEqualTo(new HttpSettings("127.0.0.2", 9002));
    }

    @Test
    void refusesToListenInPlainBeyondThisMachineUnlessToldSo() {
        assertThatThrownBy(() -> read("http: {host: 0.0.0.0}", Map.of(), Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("'http'")
                .hasMessageContaining("certificate must name a PEM file");
        assertThat(read("http: {host: 0.0.0.0, plain: true}", Map.of(), Map.of())
                        .http()
                        .tls())
                .isFalse();
        assertThat(read("http: {host: 0.0.0.0, certificate: vigil.pem}", Map.of(), Map.of())
                        .http()
                        .tls())
                .isTrue();
    }

    @Test
    void takesTheCommandLineOverAllElse() {
        var settings = read("http: {port: 9001}", Map.of("VIGIL_HTTP_PORT", "9002"), Map.of("http.port", "9003"));

        assertThat(settings.http().port()).isEqualTo(9003);
    }

    @Test
    void readsHyphensAndDotsAsUnderscoresInTheEnvironment() {
        var settings = read("", Map.of("VIGIL_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092,127.0.0.1:9093"), Map.of());

        assertThat(settings.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092,127.0.0.1:9093");
    }

    @Test
    void leavesTheVariablesOfOthersAlone() {
        assertThat(read("", Map.of("HTTP_PORT", "1", "PATH", "/bin"), Map.of())).isEqualTo(Sample.DEFAULTS);
    }

    @Test
    void stopsAtAnUnknownSettingInTheFile() {
        assertThatThrownBy(() -> read("http: {prot: 9001}", Map.of(), Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("'http.prot'")
                .hasMessageContaining("settings.yaml")
                .hasMessageContaining("Did you mean 'http.port'?");
    }

    @Test
    void stopsAtAnUnknownSettingInTheEnvironment() {
        assertThatThrownBy(() -> read("", Map.of("VIGIL_HTPP_PORT", "9001"), Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("'VIGIL_HTPP_PORT'")
                .hasMessageContaining("the environment")
                .hasMessageContaining("Did you mean 'VIGIL_HTTP_PORT'?");
    }

    @Test
    void stopsAtAnUnknownSettingOnTheCommandLine() {
        assertThatThrownBy(() -> read("", Map.of(), Map.of("database.pool_size", "3")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("'database.pool_size'")
                .hasMessageContaining("the command line")
                .hasMessageContaining("Did you mean 'database.pool-size'?");
    }

    @ParameterizedTest
    @CsvSource({
        "http.port, many, http.port, int",
        "http.port, 65536, http, port must lie between 0 and 65535",
        "http.port, -1, http, port must lie between 0 and 65535",
        "kafka.bootstrap-servers, ' ', kafka, bootstrap-servers must name at least one host:port",
        "database.url, mysql://db, database, url must begin with jdbc:postgresql:",
        "database.pool-size, 0, database, pool-size must be at least 1",
        "database.connect-timeout, soon, database.connect-timeout, Duration",
    })
    void saysWhichSettingIsWrongAndWhy(String name, String value, String named, String why) {
        assertThatThrownBy(() -> read("", Map.of(), Map.of(name, value)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("The setting '" + named + "' is not valid")
                .hasMessageContaining(why);
    }

    @Test
    void refusesAFileThatHoldsNoSettings() {
        assertThatThrownBy(() -> read("- http.port=9001", Map.of(), Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("settings.yaml");
    }

    @Test
    void refusesAFileThatIsNoYaml() {
        assertThatThrownBy(() -> read("http: [", Map.of(), Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("settings.yaml");
    }

    @Test
    void saysWhichFileIsMissing() {
        var missing = folder.resolve("missing.yaml");

        assertThatThrownBy(() -> Settings.read(Sample.class, Sample.DEFAULTS, Optional.of(missing), Map.of(), Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("missing.yaml");
    }

    private Sample read(String yaml, Map<String, String> environment, Map<String, String> commandLine) {
        return Settings.read(Sample.class, Sample.DEFAULTS, Optional.of(file(yaml)), environment, commandLine);
    }

    private Path file(String yaml) {
        try {
            return Files.writeString(folder.resolve("settings.yaml"), yaml);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
