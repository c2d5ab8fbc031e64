package health.vigil.local.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An operating-system process that can be killed, stopped in its tracks and continued, with all its children.
final class Part implements AutoCloseable {

    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(20);

    private final String name;
    private final Path folder;
    private final Path log;
    private final List<String> command;
    private @Nullable Process process;
    private int exits;

    /// @param folder where it keeps its data, for the growth of its files; its log lies beside it
    Part(String name, Path folder, List<String> command) {
        this.name = name;
        this.folder = folder;
        this.log = folder.resolveSibling(name + ".log");
        this.command = List.copyOf(command);
    }

    String name() {
        return name;
    }

    Path folder() {
        return folder;
    }

    Path log() {
        return log;
    }

    /// How often it has ended by itself.
    synchronized int exits() {
        return exits;
    }

    synchronized void start() throws IOException {
        if (isAlive()) {
            return;
        }
        Files.createDirectories(folder);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /// As a supervisor would: starts it where it has ended by itself.
    synchronized boolean revive() throws IOException {
        if (process == null || process.isAlive()) {
            return false;
        }
        exits++;
        start();
        return true;
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /// SIGKILL. Returns when it is dead.
    synchronized void kill() throws InterruptedException {
        if (process == null) {
            return;
        }
        var family = family().toList();
        family.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        for (var each : family) {
            each.onExit()
                    .orTimeout(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
        process = null;
    }

    /// SIGSTOP: connections stay open, and nothing answers.
    synchronized void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /// SIGCONT.
    synchronized void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        for (var each : family().toList()) {
            // Java itself sends no other signals than TERM and KILL.
            new ProcessBuilder("kill", "-" + signal, Long.toString(each.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    private Stream<ProcessHandle> family() {
        return process == null ? Stream.empty() : Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /// Memory that it and its children hold, in KiB; 0 where the system does not tell.
    synchronized long resident() {
        return family().mapToLong(each -> resident(each.pid())).sum();
    }

    private static long resident(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            // What processes share is counted once.
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException _) {
            return 0;
        }
    }

    /// Asks it to stop, and kills it when it does not.
    @Override
    public synchronized void close() {
        try {
            resume();
            if (process != null) {
                process.destroy();
                if (!process.waitFor(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                    kill();
                }
            }
        } catch (IOException failure) {
            throw new IllegalStateException(name + " does not stop", failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }
}
