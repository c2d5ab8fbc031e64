package health.vigil.kit.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits until the process is told to stop (SIGTERM, Ctrl-C), and holds its end until everything is closed.
///
/// To be opened before, and so closed after, all that must be closed properly.
public final class Stop implements AutoCloseable {

    private static final Duration WITHIN = Duration.ofSeconds(8);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private Stop() {}

    public static Stop onSignal() {
        var stop = new Stop();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::hold));
        return stop;
    }

    private void hold() {
        asked.countDown();
        try {
            // The process ends when its hooks have ended; one that hangs is ended all the same.
            if (!done.await(WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("Did not stop in time; ended.");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public void await() throws InterruptedException {
        asked.await();
    }

    /// Whether the time has passed without being told to stop.
    public boolean goesOnAfter(Duration time) throws InterruptedException {
        return !asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
