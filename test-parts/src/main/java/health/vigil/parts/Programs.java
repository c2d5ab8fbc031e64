package health.vigil.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Processes that a test starts, and ends by their id.
public final class Programs {

    private static final Duration UP_WITHIN = Duration.ofMinutes(1);
    private static final Duration DOWN_WITHIN = Duration.ofSeconds(20);

    private Programs() {}

    /// Runs a command to its end.
    ///
    /// @throws IOException when it fails, with what it said
    public static void run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(command[0] + " failed: " + said);
        }
    }

    /// Starts a command whose output goes to the end of a file, and waits until it is ready.
    ///
    /// @throws IOException when it ends before that, with what it said
    public static Process start(Path log, Callable<Boolean> ready, String... command) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            await(command[0] + " to be ready").atMost(UP_WITHIN).until(() -> !process.isAlive() || ready.call());
        } catch (RuntimeException failure) {
            end(process);
            throw failure;
        }
        if (!process.isAlive()) {
            throw new IOException(command[0] + " ended at once: " + Files.readString(log));
        }
        return process;
    }

    /// A port of loopback that nobody uses.
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Whether something takes connections on that port of loopback.
    public static boolean isOpen(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    /// Asks a process to end (SIGTERM), and waits until it is gone.
    ///
    /// @throws IllegalStateException when it would not go, and was killed
    public static void end(Process process) {
        process.destroy();
        if (!isGone(process)) {
            kill(process);
            throw new IllegalStateException("process " + process.pid() + " did not end when it was asked to");
        }
    }

    /// Kills a process (SIGKILL), and waits until it is gone.
    public static void kill(Process process) {
        process.destroyForcibly().onExit().join();
    }

    private static boolean isGone(Process process) {
        try {
            return process.waitFor(DOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
