package health.vigil.local.rebuild;

import health.vigil.kit.database.Database;
import health.vigil.kit.database.DatabaseSettings;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.replay.Progress;
import health.vigil.local.run.RunFile;
import health.vigil.stream.projection.Rebuild;
import health.vigil.stream.projection.Rebuild.Difference;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./vigil rebuild`
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes readings, summaries, held and rejected rows anew from the topics beside the live ones,"
                + " compares, and replaces those that differ in one transaction. Vigil runs on meanwhile.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing differed, or it was put right",
            "1:something differs (--compare-only), or it failed",
            "2:wrong command line, or nothing runs in --home"
        })
public final class RebuildCommand implements Callable<Integer> {

    @Option(names = "--compare-only", description = "Only say what differs. Includes what is just on its way.")
    private boolean compareOnly;

    @Option(names = "--home", paramLabel = "DIR", description = "Of the running Vigil. Default: ~/.vigil")
    private Path home = Path.of(System.getProperty("user.home"), ".vigil");

    @Override
    public Integer call() throws SQLException {
        var run = RunFile.read(home);
        var kafka = KafkaSettings.local(run.kafka());
        var settings = new DatabaseSettings(
                run.jdbc(),
                EmbeddedDatabase.user(),
                home.resolve("database/password").toString(),
                1,
                Duration.ofSeconds(5));
        var telemetry = new Telemetry(new Metrics(), new Health());
        List<Difference> differences;
        try (var database = Database.open(settings, "vigil-rebuild", telemetry);
                var bar = Progress.bar("Rebuilding", 0)) {
            differences = Rebuild.run(kafka, Registries.wire(kafka), database, compareOnly, (read, total) -> {
                bar.maxHint(total);
                bar.stepTo(read);
            });
        } finally {
            telemetry.metrics().close();
        }
        differences.forEach(RebuildCommand::print);
        var same = differences.stream().allMatch(Difference::isNone);
        if (!same) {
            System.out.println(compareOnly ? "They differ." : "Put right.");
        }
        return same || !compareOnly ? 0 : 1;
    }

    private static void print(Difference difference) {
        System.out.printf(
                "%-12s %,10d rows, %,10d rebuilt, %,d missing or other, %,d surplus or other%n",
                difference.table(),
                difference.live(),
                difference.rebuilt(),
                difference.missing(),
                difference.surplus());
        difference.examples().forEach(key -> System.out.println("  " + key));
    }
}
