package health.vigil.local.drill;

import health.vigil.local.embedded.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./vigil drill`
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts every part as a process of its own, breaks them while devices publish, and reckons up"
                + " whether anything was lost, doubled or missed. Needs about 5 GB of memory. Disks are filled up"
                + " only where this may mount a small file system (as root).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing was lost, doubled, missed or made up",
            "1:something was, or it could not run; the report says what",
            "2:wrong command line"
        })
public final class DrillCommand implements Callable<Integer> {

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "How long faults are made; start and reckoning come on top. Default: ${DEFAULT-VALUE}")
    private double minutes = 10;

    @Option(
            names = "--faults",
            paramLabel = "N",
            description = "Ends after so many faults of a seed. Default: ${DEFAULT-VALUE}")
    private int faults = 1000;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "The same seed makes the same faults in the same order. Given several times, each has an equal share of"
                            + " the time. Default: a random one, which is told.")
    private List<Long> seeds = List.of();

    @Option(
            names = "--broker",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}. MOSQUITTO must be installed.")
    private BrokerKind broker = BrokerKind.ARTEMIS;

    @Option(names = "--devices", paramLabel = "N", description = "That send live readings. Default: ${DEFAULT-VALUE}")
    private int devices = 60;

    @Option(names = "--rate", paramLabel = "R", description = "Live readings a second. Default: ${DEFAULT-VALUE}")
    private double rate = 40;

    @Option(
            names = "--backlog-devices",
            paramLabel = "N",
            description = "That come back at once, with 30 days each. Default: ${DEFAULT-VALUE}")
    private int backlogDevices = 1000;

    @Option(
            names = "--longest-pause",
            paramLabel = "SECONDS",
            description = "Of a process that is stopped (SIGSTOP). Default: ${DEFAULT-VALUE}")
    private int longestPause = 60;

    @Option(
            names = "--broker-kills",
            paramLabel = "N",
            description = "How often Mosquitto is killed at the end. Default: ${DEFAULT-VALUE}")
    private int brokerKills = 5;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where data and logs live; must not exist. Default: a temporary folder, which is removed"
                    + " when nothing was wrong.")
    private @Nullable Path home;

    @Option(names = "--report", paramLabel = "DIR", description = "Where the report goes. Default: ${DEFAULT-VALUE}")
    private Path report = Path.of("drill-report");

    @Override
    public Integer call() throws Exception {
        if (minutes <= 0 || faults < 1 || devices < 1 || rate <= 0 || backlogDevices < 0 || longestPause < 1) {
            System.err.println("--minutes, --faults, --devices, --rate and --longest-pause must be above 0.");
            return 2;
        }
        var order = new Order(
                seeds.isEmpty() ? List.of((long) RandomGenerator.getDefault().nextInt(1_000_000)) : seeds,
                Duration.ofMillis((long) (minutes * 60_000)),
                faults,
                broker,
                devices,
                rate,
                backlogDevices,
                Duration.ofSeconds(longestPause),
                brokerKills);
        System.out.println("Drill: " + order.command());
        var folder = home == null ? Files.createTempDirectory("vigil-drill") : Files.createDirectories(home);
        var outcome = run(order, folder.toAbsolutePath());
        outcome.write(report);
        System.out.println(outcome.text());
        if (outcome.isClean() && home == null) {
            remove(folder);
        } else {
            System.out.println("Data and logs are in " + folder);
        }
        return outcome.isClean() ? 0 : 1;
    }

    private static Report run(Order order, Path folder) throws Exception {
        try (var drill = new Drill(order, folder, Clock.systemUTC());
                var _ = atExit(drill)) {
            return drill.run();
        }
    }

    /// Ctrl-C ends all processes, too.
    private static AutoCloseable atExit(Drill drill) {
        var hook = new Thread(drill::endProcesses);
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> Runtime.getRuntime().removeShutdownHook(hook);
    }

    private static void remove(Path folder) throws IOException {
        Folders.empty(folder);
        Files.deleteIfExists(folder);
    }
}
