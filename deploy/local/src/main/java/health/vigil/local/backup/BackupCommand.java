package health.vigil.local.backup;

import health.vigil.kit.database.Database;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.run.PartsOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./vigil backup`
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes what of the database is no projection of the topics into one file, while Vigil runs:"
                + " accounts, patients, plans, devices, assignments, corrections, decisions, alerts with what people"
                + " did about them. Keep it safe: it holds health data. The topics are not in it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "1:not written", "2:wrong command line, or nothing runs there"})
public final class BackupCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            description = "To be written; an old one is replaced once the new one is complete.")
    private @Nullable Path file;

    @Mixin
    private PartsOptions options = new PartsOptions();

    @Override
    public Integer call() throws Exception {
        var telemetry = new Telemetry(new Metrics(), new Health());
        var target = Objects.requireNonNull(file);
        try (var database = Database.open(options.running().database(), "vigil-backup", telemetry)) {
            var takenAt = Clock.systemUTC().instant().toString();
            Manifest manifest = database.jdbi()
                    .inTransaction(
                            TransactionIsolationLevel.REPEATABLE_READ,
                            handle -> Archive.write(handle, target, takenAt));
            manifest.tables().forEach(table -> System.out.printf("%-20s %,10d%n", table.name(), table.rows()));
            System.out.println("Who the patients are can be read with the key file alone, which is not in it.");
        } finally {
            telemetry.metrics().close();
        }
        return 0;
    }
}
