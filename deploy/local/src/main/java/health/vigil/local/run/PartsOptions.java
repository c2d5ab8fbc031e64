package health.vigil.local.run;

import health.vigil.kit.config.Settings;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose Kafka and database a command works on.
public final class PartsOptions {

    @Option(names = "--home", paramLabel = "DIR", description = "Of Vigil in one process. Default: ~/.vigil")
    private Path home = Path.of(System.getProperty("user.home"), ".vigil");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of a stream processor: its Kafka, registry and database instead of those of --home."
                    + " Its database user must be allowed all schemas: vitals, alerts and care.")
    private @Nullable Path config;

    /// What a command works on.
    public record Parts(KafkaSettings kafka, DatabaseSettings database) {}

    /// Those of services that run by themselves; empty for those in a home.
    public Optional<Parts> elsewhere() {
        return Optional.ofNullable(config).map(file -> {
            var settings = Settings.read(
                    StreamSettings.class, StreamSettings.DEFAULTS, Optional.of(file), System.getenv(), Map.of());
            return new Parts(settings.kafka(), settings.database());
        });
    }

    /// Of a Vigil that runs.
    ///
    /// @throws health.vigil.kit.config.InvalidSettingException when nothing runs in the home, or the file is wrong
    public Parts running() {
        return elsewhere().orElseGet(() -> {
            var run = RunFile.read(home);
            return new Parts(
                    KafkaSettings.local(run.kafka()),
                    new DatabaseSettings(
                            run.jdbc(),
                            EmbeddedDatabase.user(),
                            home.resolve("database/password").toString(),
                            1,
                            Duration.ofSeconds(5)));
        });
    }

    public Path home() {
        return home;
    }
}
