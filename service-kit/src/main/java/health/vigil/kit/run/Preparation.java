package health.vigil.kit.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts a service step by step, each for as long as it takes: what it needs of others may come later than itself.
/// The service is alive meanwhile, and its readiness says what it waits for.
public final class Preparation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /// Does it, or throws when it cannot be done yet; is then tried again, so it must leave nothing half done.
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }

    private record Step(String name, Task task) {}

    private final List<Step> steps = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("preparation").unstarted(this::run);
    private volatile @Nullable String problem = "not started";

    public Preparation(Health health) {
        health.readiness("start", () -> Optional.ofNullable(problem));
    }

    /// Adds a step after those there are.
    public Preparation then(String name, Task task) {
        steps.add(new Step(name, task));
        return this;
    }

    public Preparation start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            for (var step : steps) {
                problem = step.name() + ": not done yet";
                var pause = SHORTEST_PAUSE;
                while (!isDone(step)) {
                    if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
            problem = null;
            LOG.info("prepared");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDone(Step step) throws InterruptedException {
        try {
            step.task().run();
            return true;
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failure) {
            problem = step.name() + ": " + sentence(failure);
            LOG.atWarn().addKeyValue("step", step.name()).setCause(failure).log("cannot go on yet, trying again");
            return false;
        }
    }

    private static String sentence(Throwable failure) {
        var cause = failure.getCause();
        var own = Optional.ofNullable(failure.getMessage())
                .orElseGet(() -> failure.getClass().getSimpleName());
        return cause == null || own.contains(String.valueOf(cause.getMessage())) ? own : own + ": " + sentence(cause);
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
