package health.vigil.local.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Stops the server that a killed process left behind in a data folder, as `pg_ctl stop -m fast` would.
final class OrphanedPostgres {

    private OrphanedPostgres() {}

    static void stop(Path data) throws IOException, InterruptedException {
        var pidFile = data.resolve("postmaster.pid");
        List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
        if (lines.isEmpty()) {
            return;
        }
        var orphan = ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> isPostgresOf(process, data));
        if (orphan.isPresent()
                && !stopped(orphan.get(), pidFile, "INT", Duration.ofSeconds(20))
                && !stopped(orphan.get(), pidFile, "QUIT", Duration.ofSeconds(10))) {
            throw new IOException("A database server still runs in " + data + "; end the process "
                    + orphan.get().pid() + " and start again.");
        }
        // Left by one that is dead.
        Files.deleteIfExists(pidFile);
    }

    /// After a reboot the number may be anybody's: only a server of this very folder is stopped.
    private static boolean isPostgresOf(ProcessHandle process, Path data) {
        var command = process.info().commandLine().orElse("");
        return command.contains("postgres") && command.contains(data.toString());
    }

    /// Java can send TERM, which waits for clients to leave, and KILL; neither will do. The server's last act is to
    /// remove its pid file; the process may linger where nobody reaps orphans.
    private static boolean stopped(ProcessHandle process, Path pidFile, String signal, Duration patience)
            throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        var until = System.nanoTime() + patience.toNanos();
        while (Files.exists(pidFile) && process.isAlive()) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return true;
    }
}
