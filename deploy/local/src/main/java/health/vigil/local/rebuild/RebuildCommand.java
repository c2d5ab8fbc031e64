package health.vigil.local.rebuild;

import health.vigil.alerts.intake.EpisodeRebuild;
import health.vigil.kit.database.Database;
import health.vigil.kit.database.Difference;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.kafka.TopicReader;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.replay.Progress;
import health.vigil.local.run.PartsOptions;
import health.vigil.stream.projection.Rebuild;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./vigil rebuild`
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes readings, summaries, held and rejected rows and the episodes of alerts anew from the topics"
                        + " beside the live ones, compares, and replaces those that differ, readings and all that follows from"
                        + " them in one transaction, alerts in another. Vigil runs on meanwhile. What people did to an alert"
                        + " stays.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing differed, or it was put right",
            "1:something differs (--compare-only), or it failed",
            "2:wrong command line, or nothing runs there"
        })
public final class RebuildCommand implements Callable<Integer> {

    @Option(names = "--compare-only", description = "Only say what differs. Includes what is just on its way.")
    private boolean compareOnly;

    @Mixin
    private PartsOptions options = new PartsOptions();

    @Override
    public Integer call() throws SQLException {
        var parts = options.running();
        var kafka = parts.kafka();
        var wire = Registries.wire(kafka);
        var telemetry = new Telemetry(new Metrics(), new Health());
        var differences = new ArrayList<Difference>();
        try (var database = Database.open(parts.database(), "vigil-rebuild", telemetry)) {
            try (var bar = Progress.bar("Rebuilding", 0)) {
                differences.addAll(Rebuild.run(kafka, wire, database, compareOnly, progress(bar)));
            }
            try (var bar = Progress.bar("Alerts", 0)) {
                differences.add(EpisodeRebuild.run(
                        kafka, wire, database, Clock.systemUTC(), telemetry, compareOnly, progress(bar)));
            }
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

    private static TopicReader.Progress progress(ProgressBar bar) {
        return (read, total) -> {
            bar.maxHint(total);
            bar.stepTo(read);
        };
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
