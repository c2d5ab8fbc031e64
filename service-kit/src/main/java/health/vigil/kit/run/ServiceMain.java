package health.vigil.kit.run;

import health.vigil.kit.config.InvalidSettingException;
import health.vigil.kit.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs one service as a process of its own until it is told to stop (SIGTERM, Ctrl-C).
@Command(
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped as asked", "1:could not start", "2:wrong command line or setting"})
public final class ServiceMain<S extends Record> implements Callable<Integer> {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    /// Starts the parts of a service, each remembered by the lifecycle.
    @FunctionalInterface
    public interface Starter<S> {
        void start(S settings, Telemetry telemetry, Lifecycle lifecycle) throws Exception;
    }

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
        return new CommandLine(new ServiceMain<>(type, defaults, starter))
                .setCommandName(name)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println(name + ": " + failure.getMessage());
                    return failure instanceof InvalidSettingException ? 2 : 1;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        var settings = Settings.read(type, defaults, Optional.ofNullable(config), System.getenv(), overrides);
        var stopped = new CountDownLatch(1);
        try (var metrics = new Metrics();
                var lifecycle = new Lifecycle()) {
            starter.start(settings, new Telemetry(metrics, new Health()), lifecycle);
            var main = Thread.currentThread();
            // The process ends when its hooks have ended: wait until the parts are stopped.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stopped.countDown();
                try {
                    main.join(STOP_WITHIN);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }));
            stopped.await();
        }
        return 0;
    }
}
