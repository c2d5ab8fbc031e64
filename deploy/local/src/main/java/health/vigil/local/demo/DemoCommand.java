package health.vigil.local.demo;

import health.vigil.kit.run.Stop;
import health.vigil.local.embedded.Folders;
import health.vigil.local.run.Administrator;
import health.vigil.local.run.AllInOne;
import health.vigil.local.run.PortOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./vigil demo`
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs Vigil with simulated homes: a month of history, then live readings, now and then a dangerous"
                        + " one.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:could not start",
            "2:wrong command line, port taken, or already running",
            "130, 143:stopped as asked, by Ctrl-C or SIGTERM"
        })
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--homes", paramLabel = "N", description = "Simulated homes. Default: ${DEFAULT-VALUE}")
    private int count = 12;

    @Option(names = "--days", paramLabel = "N", description = "Days of history. Default: ${DEFAULT-VALUE}")
    private int days = 30;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "Live readings come X times as often as in life. Default: ${DEFAULT-VALUE}")
    private double speed = 600;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed makes the same homes. Default: ${DEFAULT-VALUE}")
    private long seed = 7;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the data live. Default: a temporary folder, removed at the end.")
    private @Nullable Path home;

    @Mixin
    private PortOptions ports = new PortOptions();

    @Override
    public Integer call() throws Exception {
        if (count < 1 || days < 0 || speed <= 0) {
            System.err.println("--homes must be at least 1, --days at least 0, and --speed above 0.");
            return 2;
        }
        var folder = home == null ? Files.createTempDirectory("vigil-demo") : home;
        var started = System.nanoTime();
        try (var stop = Stop.onSignal();
                var _ = temporary(folder);
                var vigil = AllInOne.start(folder, ports.ports())) {
            System.out.printf(
                    "Vigil is ready after %.1f s. Moving %d homes in …%n", (System.nanoTime() - started) / 1e9, count);
            try (var demo = new Demo(vigil, count, seed)) {
                welcome(vigil);
                demo.publishHistory(days, stop);
                demo.dealWithThePast(stop);
                System.out.printf("%nLive readings, %.0f times as often as in life:%n", speed);
                demo.live(speed, stop);
            }
        }
        return 0;
    }

    private AutoCloseable temporary(Path folder) {
        return () -> {
            if (home == null) {
                remove(folder);
            }
        };
    }

    private static void remove(Path folder) throws IOException {
        Folders.empty(folder);
        Files.deleteIfExists(folder);
    }

    private static void welcome(AllInOne vigil) {
        System.out.printf("%n  Open      %s%n", vigil.run().pages());
        DemoAccount.ALL.forEach(
                account -> System.out.printf("  Sign in   %s / %s%n", account.username(), account.password()));
        System.out.printf(
                "  Admin     %s, password in %s%n", Administrator.USERNAME, Administrator.passwordFile(vigil.home()));
        System.out.printf("  Devices   %s%n  Stop      Ctrl-C%n%n", vigil.run().devices());
    }
}
