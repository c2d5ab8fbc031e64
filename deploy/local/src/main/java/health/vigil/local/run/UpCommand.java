package health.vigil.local.run;

import health.vigil.kit.run.Stop;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `./vigil up`
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs Vigil in this one process, with embedded parts. Data survive restarts and crashes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:could not start",
            "2:wrong command line, port taken, or already running",
            "130, 143:stopped as asked, by Ctrl-C or SIGTERM"
        })
public final class UpCommand implements Callable<Integer> {

    @Option(names = "--home", paramLabel = "DIR", description = "Where the data live. Default: ~/.vigil")
    private Path home = Path.of(System.getProperty("user.home"), ".vigil");

    @Option(names = "--until-ready", hidden = true, description = "Stops once ready; the build records the classes.")
    private boolean untilReady;

    @Mixin
    private PortOptions ports = new PortOptions();

    @Override
    public Integer call() throws Exception {
        var started = System.nanoTime();
        System.out.println("Starting Vigil in " + home + " …");
        try (var stop = Stop.onSignal();
                var vigil = AllInOne.start(home, ports.ports())) {
            System.out.printf(
                    """

                    Vigil is ready after %.1f s.

                      Pages     %s
                      Devices   %s
                      Account   %s, password in %s
                      Stop      Ctrl-C
                    %n""",
                    (System.nanoTime() - started) / 1e9,
                    vigil.run().pages(),
                    vigil.run().devices(),
                    Administrator.USERNAME,
                    Administrator.passwordFile(vigil.home()));
            if (!untilReady) {
                watched(vigil, stop);
            }
        }
        return 0;
    }

    /// A second way to an operator, should this process have died or hang.
    private static void watched(AllInOne vigil, Stop stop) throws Exception {
        try (var _ = new WatchProcess(vigil.home(), vigil.run().http())) {
            stop.await();
        }
    }
}
