package health.vigil.kit.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running parts of a service. They stop in the reverse order of their start; one that fails to stop, or hangs,
/// does not keep the others from stopping.
public final class Lifecycle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private record Part(String name, AutoCloseable closeable) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean closed;

    /// Remembers a part that has just started. One that starts when all others have stopped is stopped at once.
    public synchronized <T extends AutoCloseable> T started(String name, T part) {
        parts.push(new Part(name, part));
        LOG.atInfo().addKeyValue("part", name).log("started");
        if (closed) {
            close();
        }
        return part;
    }

    @Override
    public synchronized void close() {
        closed = true;
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        var interrupted = Thread.interrupted();
        while (!parts.isEmpty()) {
            interrupted |= !stop(parts.pop(), executor);
        }
        // Not close(): it would wait for a part that hangs.
        executor.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// False when the wait was interrupted.
    private static boolean stop(Part part, ExecutorService executor) {
        var stopping = executor.submit(() -> {
            part.closeable().close();
            return part;
        });
        try {
            stopping.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.atInfo().addKeyValue("part", part.name()).log("stopped");
        } catch (ExecutionException failure) {
            LOG.atError()
                    .addKeyValue("part", part.name())
                    .setCause(failure.getCause())
                    .log("failed to stop");
        } catch (TimeoutException _) {
            stopping.cancel(true);
            LOG.atError().addKeyValue("part", part.name()).log("did not stop in time");
        } catch (InterruptedException _) {
            // Not cancelled: it may not even have begun, and goes on without being waited for.
            return false;
        }
        return true;
    }
}
