package health.vigil.alerts.watch;

import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.ServiceMain;
import health.vigil.kit.run.Telemetry;
import java.time.Clock;
import picocli.CommandLine;

/// Watches the alert service, as a process of its own that shares nothing with it.
public final class WatchMain {

    private WatchMain() {}

    public static void main(String[] arguments) {
        System.exit(command("vigil-watch").execute(arguments));
    }

    /// The watch as a command of that name.
    public static CommandLine command(String name) {
        return ServiceMain.command(name, WatchSettings.class, WatchSettings.DEFAULTS, WatchMain::start);
    }

    private static void start(WatchSettings settings, Telemetry telemetry, Lifecycle lifecycle) {
        lifecycle.started("watch", new Watch(settings, Clock.systemUTC(), System.err).start());
    }
}
