package health.vigil.local.run;

import health.vigil.kit.config.InvalidSettingException;
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
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/// Kafka and the database of a Vigil of which no service runs.
public final class StoppedParts implements AutoCloseable {

    private static final Duration EMPTY_WITHIN = Duration.ofMinutes(1);

    private final Lifecycle lifecycle = new Lifecycle();
    private final Telemetry telemetry = new Telemetry(new Metrics(), new Health());
    private final KafkaSettings kafka;
    private final Database database;

    private StoppedParts(Path home) throws IOException, InterruptedException {
        lifecycle.started("home", new HomeLock(home));
        var broker = lifecycle.started("kafka", new EmbeddedKafka(home.resolve("kafka"), 0));
        this.kafka = KafkaSettings.local(broker.bootstrapServers());
        var server = lifecycle.started("postgresql", new EmbeddedDatabase(home.resolve("database"), 0));
        this.database = open(new DatabaseSettings(
                server.url(), EmbeddedDatabase.user(), server.passwordFile().toString(), 2, Duration.ofSeconds(5)));
    }

    private StoppedParts(PartsOptions.Parts parts) {
        this.kafka = parts.kafka();
        this.database = open(parts.database());
    }

    private Database open(DatabaseSettings settings) {
        return lifecycle.started("database", Database.open(settings, "vigil-restore", telemetry));
    }

    /// Starts those of a home.
    ///
    /// @throws InvalidSettingException when Vigil runs there
    public static StoppedParts of(Path home) throws IOException, InterruptedException {
        Files.createDirectories(home);
        return new StoppedParts(home);
    }

    /// Connects to those that run by themselves.
    ///
    /// @param groups consumer groups of services that must have stopped
    /// @throws InvalidSettingException when one has not
    public static StoppedParts of(PartsOptions.Parts parts, List<String> groups)
            throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.copyOf(parts.kafka().client()))) {
            for (var group :
                    admin.describeConsumerGroups(groups).describedGroups().entrySet()) {
                if (hasMembers(group.getValue())) {
                    throw new InvalidSettingException("Vigil still runs: the consumer group " + group.getKey()
                            + " has members. Stop all services, and restore again.");
                }
            }
        }
        return new StoppedParts(parts);
    }

    private static boolean hasMembers(KafkaFuture<ConsumerGroupDescription> group)
            throws ExecutionException, InterruptedException {
        try {
            return !group.get().members().isEmpty();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw failure;
        }
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
