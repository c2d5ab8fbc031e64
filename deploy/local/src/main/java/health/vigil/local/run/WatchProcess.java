package health.vigil.local.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The process that watches the all-in-one from outside; what it says goes to the standard error output. Whom else it
/// tells is in `watch.yaml` in the home.
final class WatchProcess implements AutoCloseable {

    private static final String FILE = "watch.yaml";
    private static final String MAIN = "health.vigil.alerts.watch.WatchMain";

    private final Path pidFile;
    private final Process process;

    /// Starts it.
    ///
    /// @param url of the pages
    WatchProcess(Path home, String url) throws IOException {
        this.pidFile = home.resolve("watch.pid");
        endThatOfAKilledProcess();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback-local.xml",
                "-Dvigil.log=" + home.resolve("logs").resolve("watch.jsonl"),
                "-cp",
                System.getProperty("java.class.path"),
                MAIN,
                "--set",
                "url=" + url));
        if (Files.exists(home.resolve(FILE))) {
            command.addAll(List.of("--config", home.resolve(FILE).toString()));
        }
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Files.writeString(pidFile, mark(process.toHandle()));
    }

    /// It outlives what it watches, so that an operator hears of it, until there is something to watch again.
    private void endThatOfAKilledProcess() throws IOException {
        if (Files.exists(pidFile)) {
            var left = Files.readString(pidFile).strip();
            ProcessHandle.of(Long.parseLong(left.substring(0, left.indexOf(' '))))
                    .filter(process -> mark(process).equals(left))
                    .ifPresent(ProcessHandle::destroy);
        }
    }

    /// The number and the start of a process: numbers are given again.
    private static String mark(ProcessHandle process) {
        var began = process.info().startInstant().map(Instant::toString).orElse("unknown");
        return process.pid() + " " + began;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Files.deleteIfExists(pidFile);
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
