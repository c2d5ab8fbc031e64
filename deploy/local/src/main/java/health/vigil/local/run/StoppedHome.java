package health.vigil.local.run;

import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/// Kafka and the database of a home in which no service runs.
public final class StoppedHome implements AutoCloseable {

    private static final Duration EMPTY_WITHIN = Duration.ofMinutes(1);

    private final Lifecycle lifecycle = new Lifecycle();
    private final Telemetry telemetry = new Telemetry(new Metrics(), new Health());
    private final KafkaSettings kafka;
    private final Database database;

    private StoppedHome(Path home) throws IOException, InterruptedException {
        lifecycle.started("home", new HomeLock(home));
        var broker = lifecycle.started("kafka", new EmbeddedKafka(home.resolve("kafka"), 0));
        this.kafka = KafkaSettings.local(broker.bootstrapServers());
        var server = lifecycle.started("postgresql", new EmbeddedDatabase(home.resolve("database"), 0));
        var settings = new DatabaseSettings(
                server.url(), EmbeddedDatabase.user(), server.passwordFile().toString(), 2, Duration.ofSeconds(5));
        this.database = lifecycle.started("database", Database.open(settings, "vigil-restore", telemetry));
    }

    /// Starts them.
    ///
    /// @throws health.vigil.kit.config.InvalidSettingException when Vigil runs there
    public static StoppedHome open(Path home) throws IOException, InterruptedException {
        Files.createDirectories(home);
        return new StoppedHome(home);
    }

    public KafkaSettings kafka() {
        return kafka;
    }

    public Database database() {
        return database;
    }

    /// Lets consumer groups begin with the first record again; those that never were are left alone.
    public void readAgain(List<String> groups) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.copyOf(kafka.client()))) {
            for (var group : groups) {
                forget(admin, group);
            }
        }
    }

    /// Members of a killed process are members until their session ends.
    private static void forget(Admin admin, String group) throws ExecutionException, InterruptedException {
        var until = System.nanoTime() + EMPTY_WITHIN.toNanos();
        while (true) {
            try {
                admin.deleteConsumerGroups(List.of(group)).all().get();
                return;
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof GroupIdNotFoundException) {
                    return;
                }
                if (!(failure.getCause() instanceof GroupNotEmptyException) || System.nanoTime() > until) {
                    throw failure;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }

    @Override
    public void close() {
        lifecycle.close();
        telemetry.metrics().close();
    }
}
