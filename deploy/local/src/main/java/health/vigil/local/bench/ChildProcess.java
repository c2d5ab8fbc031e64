package health.vigil.local.bench;

import health.vigil.local.Vigil;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process started as this one was, with the same JVM options.
final class ChildProcess implements AutoCloseable {

    /// What it prints once it is ready.
    static final String READY = "ready";

    private static final long STOP_SECONDS = 30;
    private static final int KIBIBYTES_A_MEBIBYTE = 1024;

    private final Path home;
    private final Path errors;
    private final Process process;
    private final double secondsToReady;

    /// The all-in-one, with its data there.
    static ChildProcess vigil(Path home) throws Exception {
        return new ChildProcess(
                home, Vigil.class, "up", "--home", home.toString(), "--http-port", "0", "--mqtt-port", "0");
    }

    /// [BareParts], with their data there.
    static ChildProcess bareParts(Path home) throws Exception {
        return new ChildProcess(home, BareParts.class, home.toString());
    }

    /// Returns once it is ready.
    private ChildProcess(Path home, Class<?> main, String... arguments) throws Exception {
        this.home = home;
        this.errors = home.resolveSibling(home.getFileName() + ".err");
        var started = System.nanoTime();
        this.process = new ProcessBuilder(command(home, main, arguments))
                .redirectError(errors.toFile())
                .start();
        awaitReady();
        this.secondsToReady = Await.secondsSince(started);
    }

    private static List<String> command(Path home, Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib")
                        && !option.startsWith("-javaagent")
                        && !option.startsWith("-Dvigil.log"))
                .forEach(command::add);
        command.add("-Dvigil.log=" + home.resolve("logs").resolve("vigil.jsonl"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private void awaitReady() throws Exception {
        var ready = new CompletableFuture<Boolean>();
        Thread.ofVirtual().name("child-output").start(() -> {
            process.inputReader(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(READY))
                    .forEach(_ -> ready.complete(true));
            ready.complete(false);
        });
        try {
            Await.until("a process of the benchmark to be ready", ready::isDone);
            if (!ready.join()) {
                throw new IOException(
                        "A process of the benchmark ended before it was ready: " + Files.readString(errors));
            }
        } catch (Exception failure) {
            close();
            throw failure;
        }
    }

    double secondsToReady() {
        return secondsToReady;
    }

    /// What it and its database hold of the machine's memory; pages that processes share count once.
    double residentMegabytes() throws IOException {
        var kibibytes = resident(process.pid());
        var database = Path.of(home.toString(), "database", "data", "postmaster.pid");
        var postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(database).getFirst().strip()))
                .orElseThrow();
        for (var each :
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList()) {
            kibibytes += resident(each.pid());
        }
        return (double) kibibytes / KIBIBYTES_A_MEBIBYTE;
    }

    private static long resident(long pid) throws IOException {
        var file = Path.of("/proc", Long.toString(pid), "smaps_rollup");
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
