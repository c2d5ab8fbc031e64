package health.vigil.alerts.escalation;

import health.vigil.kit.run.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes steps as they fall due, until it is closed. A deadline that passed without its step makes the service not
/// ready, on every instance that can still see the database.
public final class EscalationThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EscalationThread.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /// House: a step that is so much too late is an alarm.
    private static final Duration OVERDUE = Duration.ofSeconds(30);

    private final Jdbi jdbi;
    private final Escalation escalation;
    private final Clock clock;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().name("escalation").unstarted(this::run);
    private volatile boolean closing;

    public EscalationThread(Jdbi jdbi, Escalation escalation, Clock clock, Health health, MeterRegistry meters) {
        this.jdbi = jdbi;
        this.escalation = escalation;
        this.clock = clock;
        health.readiness("escalation", this::problem);
        health.thread("escalation-thread", thread);
        Gauge.builder("vigil.alerts.escalation.overdue", this::overdueSeconds)
                .description("How long the oldest step that is due has been waiting, in seconds")
                .baseUnit("seconds")
                .register(meters);
    }

    public EscalationThread start() {
        thread.start();
        return this;
    }

    /// Something may be due.
    public void wake() {
        wake.release();
    }

    private void run() {
        try {
            while (!closing) {
                if (takeDue() == 0) {
                    var _ = wake.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The database may be away; what is due stays due.
    private int takeDue() {
        try {
            return escalation.takeDue();
        } catch (JdbiException failure) {
            LOG.atWarn().setCause(failure).log("steps that are due were not taken, trying again");
            return 0;
        }
    }

    private Optional<String> problem() {
        var overdue = overdueSeconds();
        return overdue > OVERDUE.toSeconds()
                ? Optional.of("a step is overdue by %.0f s".formatted(overdue))
                : Optional.empty();
    }

    private double overdueSeconds() {
        try {
            return jdbi.withHandle(
                    handle -> handle.createQuery("select min(due) from alerts.escalation where due is not null")
                            .mapTo(Instant.class)
                            .findOne()
                            .map(due -> Math.max(
                                    0, Duration.between(due, clock.instant()).toMillis() / 1000.0))
                            .orElse(0.0));
        } catch (JdbiException failure) {
            LOG.atDebug().setCause(failure).log("cannot see what is due");
            return 0;
        }
    }

    @Override
    public void close() {
        closing = true;
        wake.release();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
