package health.vigil.kit.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that is done again and again by a thread of its own, until it is closed. What fails is logged and done again
/// the next time: a database that is away for a while ends nothing.
public final class Recurring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recurring.class);

    private final String name;
    private final Runnable work;
    private final ScheduledExecutorService timer;

    private Recurring(String name, Runnable work) {
        this.name = name;
        this.work = work;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /// Does it now, and again that long after each end.
    ///
    /// @param name of the thread, and in the log
    public static Recurring start(String name, Duration every, Runnable work) {
        var recurring = new Recurring(name, work);
        var _ = recurring.timer.scheduleWithFixedDelay(recurring::run, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return recurring;
    }

    private void run() {
        try {
            work.run();
        } catch (RuntimeException failure) {
            LOG.atWarn().addKeyValue("work", name).setCause(failure).log("failed, and is done again the next time");
        }
    }

    /// Waits for what is being done.
    @Override
    public void close() {
        timer.close();
    }
}
