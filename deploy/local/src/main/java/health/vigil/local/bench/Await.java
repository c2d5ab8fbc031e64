package health.vigil.local.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for a condition by looking again and again.
final class Await {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long EVERY_NANOS = 4_000_000;

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private Await() {}

    /// @param what it waits for, for the error
    /// @throws IllegalStateException when it takes longer than anyone would wait
    static void until(String what, Condition condition) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Waited " + PATIENCE.toMinutes() + " minutes in vain for " + what
                        + ". Is the machine too busy for this --size?");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException(what);
            }
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
