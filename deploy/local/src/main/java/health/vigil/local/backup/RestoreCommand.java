package health.vigil.local.backup;

import health.vigil.care.CareApi;
import health.vigil.kit.kafka.Registries;
import health.vigil.local.run.PartsOptions;
import health.vigil.local.run.StoppedParts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./vigil restore`
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Puts a backup into a home without a database, or an empty one elsewhere, while Vigil is stopped."
                + " Readings, summaries and alerts come back from the topics at the next start; what the backup says of"
                + " plans, assignments and corrections replaces what the topics say.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:restored", "1:not restored", "2:wrong command line, running, damaged file, or not empty"})
public final class RestoreCommand implements Callable<Integer> {

    /// They read their topics from the beginning again: what they write is what the topics say.
    private static final List<String> PROJECTING = List.of("vigil-projection", "vigil-alerts", "vigil-care-outcomes");

    @Parameters(paramLabel = "FILE", description = "As ./vigil backup wrote it.")
    private @Nullable Path file;

    @Mixin
    private PartsOptions options = new PartsOptions();

    @Override
    public Integer call() throws Exception {
        var source = Objects.requireNonNull(file);
        var manifest = Archive.check(source);
        System.out.println("Restoring the backup of " + manifest.takenAt() + " …");
        try (var stopped = stopped()) {
            var database = stopped.database();
            database.migrate("care");
            database.migrate("alerts");
            database.jdbi().useTransaction(handle -> {
                Archive.restore(handle, source, manifest);
                CareApi.publishAll(handle, database, stopped.kafka(), Registries.wire(stopped.kafka()), clock());
            });
            stopped.readAgain(PROJECTING);
        }
        manifest.tables().forEach(table -> System.out.printf("%-20s %,10d%n", table.name(), table.rows()));
        System.out.println("Restored. Start Vigil again.");
        return 0;
    }

    private StoppedParts stopped() throws Exception {
        var elsewhere = options.elsewhere();
        return elsewhere.isPresent() ? StoppedParts.of(elsewhere.get(), PROJECTING) : StoppedParts.of(options.home());
    }

    private static Clock clock() {
        return Clock.systemUTC();
    }
}
