package health.vigil.kit.run;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs one service as a process of its own until it is told to stop (SIGTERM, Ctrl-C).
@Command(
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"1:could not start", "2:wrong command line or setting", "143:stopped as asked, by SIGTERM"})
public final class ServiceMain<S extends Record> implements Callable<Integer> {

    /// Starts the parts of a service, each remembered by the lifecycle.
    @FunctionalInterface
    public interface Starter<S> {
        void start(S settings, Telemetry telemetry, Lifecycle lifecycle) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

    private final Class<S> type;
    private final S defaults;
    private final Starter<S> starter;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings in YAML.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "One setting, e.g. --set http.port=8080. Goes before the environment, which goes before the file.")
    private Map<String, String> overrides = Map.of();

    private ServiceMain(Class<S> type, S defaults, Starter<S> starter) {
        this.type = type;
        this.defaults = defaults;
        this.starter = starter;
    }

    /// Gives the exit code.
    public static <S extends Record> int run(
            String name, Class<S> type, S defaults, Starter<S> starter, String... arguments) {
        return command(name, type, defaults, starter).execute(arguments);
    }

    /// The service as a command, also below another one.
    public static <S extends Record> CommandLine command(String name, Class<S> type, S defaults, Starter<S> starter) {
        return new CommandLine(new ServiceMain<>(type, defaults, starter))
                .setCommandName(name)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println(name + ": " + failure.getMessage());
                    return failure instanceof InvalidSettingException ? 2 : 1;
                });
    }

    @Override
    public Integer call() throws Exception {
        var settings = Settings.read(type, defaults, Optional.ofNullable(config), System.getenv(), overrides);
        try (var stop = Stop.onSignal();
                var metrics = new Metrics();
                var lifecycle = new Lifecycle()) {
            var health = new Health();
            LOG.atInfo()
                    .addKeyValue("settings", Settings.changed(defaults, settings))
                    .log("starting");
            starter.start(settings, new Telemetry(metrics, health), lifecycle);
            stop.await();
            // Before anything stops: who sends requests here looks elsewhere.
            health.stopping();
        }
        return 0;
    }
}
