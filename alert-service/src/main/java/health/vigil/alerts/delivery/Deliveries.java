package health.vigil.alerts.delivery;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import health.vigil.alerts.delivery.Channel.Outcome;
import health.vigil.kit.database.Database;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is in the outbox through one channel, a job a message.
///
/// A job is removed after its outcome has been stored. A crash in between sends the message again, with the same id:
/// at least once on the wire, and the receiver can tell. The job of an instance that is gone is taken over when its
/// heartbeats have failed to come. Each channel has its own threads and circuit, so one that hangs holds up no other.
final class Deliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int AT_A_TIME = 8;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration CIRCUIT_PAUSE = Duration.ofSeconds(10);

    private final Channel channel;
    private final Messages messages;
    private final Clock clock;
    private final MeterRegistry meters;
    private final CircuitBreaker circuit;
    private final Scheduler scheduler;

    Deliveries(Channel channel, Messages messages, Database database, Clock clock, MeterRegistry meters) {
        this.channel = channel;
        this.messages = messages;
        this.clock = clock;
        this.meters = meters;
        this.circuit = CircuitBreaker.of(
                channel.name(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(CIRCUIT_PAUSE)
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .automaticTransitionFromOpenToHalfOpenEnabled(false)
                        .build());
        this.scheduler = Scheduler.create(database.dataSource(), List.of(sending(), digesting()))
                .tableName(Outbox.jobs(channel.name()))
                .schedulerName(new SchedulerName.Fixed(channel.name() + "-" + UUID.randomUUID()))
                .threads(AT_A_TIME)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .clock(clock::instant)
                .shutdownMaxWait(Duration.ofSeconds(Channel.TIMEOUT_SECONDS))
                .build();
    }

    Deliveries start() {
        scheduler.start();
        return this;
    }

    /// Whether the provider has failed so often that it is left alone for a while.
    Optional<String> problem() {
        return circuit.getState() == CircuitBreaker.State.OPEN
                ? Optional.of("the provider does not answer, or refuses us")
                : Optional.empty();
    }

    /// There may be something to send.
    void wake() {
        scheduler.triggerCheckForDueExecutions();
    }

    private Task<Void> sending() {
        return Tasks.custom(Outbox.SENDING).onFailure(again()).execute((job, _) -> send(job));
    }

    private Task<Void> digesting() {
        return Tasks.custom(Outbox.DIGESTING).onFailure(again()).execute((job, _) -> {
            var id = job.getId();
            messages.digest(UUID.fromString(id.substring(0, id.indexOf('/'))));
            return new CompletionHandler.OnCompleteRemove<>();
        });
    }

    /// What went wrong was not the provider, but e.g. the database.
    private FailureHandler<Void> again() {
        return (complete, operations) -> {
            LOG.atWarn()
                    .addKeyValue("channel", channel.name())
                    .setCause(complete.getCause().orElse(null))
                    .log("a delivery was interrupted, trying again");
            operations.reschedule(complete, clock.instant().plus(pause(complete.getExecution().consecutiveFailures)));
        };
    }

    private CompletionHandler<Void> send(TaskInstance<Void> job) {
        var id = UUID.fromString(job.getId());
        var message = messages.open(id, channel.name());
        if (message.isEmpty()) {
            return new CompletionHandler.OnCompleteRemove<>();
        }
        if (!circuit.tryAcquirePermission()) {
            return after(CIRCUIT_PAUSE);
        }
        var began = System.nanoTime();
        var outcome = attempt(message.get());
        var took = System.nanoTime() - began;
        if (outcome instanceof Outcome.Failed(String answer)) {
            circuit.onError(took, TimeUnit.NANOSECONDS, new IllegalStateException(answer));
        } else {
            circuit.onSuccess(took, TimeUnit.NANOSECONDS);
        }
        messages.record(message.get(), outcome);
        meters.timer(
                        "vigil.alerts.delivery",
                        Tags.of(
                                "channel",
                                channel.name(),
                                "outcome",
                                outcome.getClass().getSimpleName()))
                .record(took, TimeUnit.NANOSECONDS);
        return outcome instanceof Outcome.Failed
                ? after(pause(message.get().attempts()))
                : new CompletionHandler.OnCompleteRemove<>();
    }

    /// A channel that throws has failed, however it does: the message must not be lost over it.
    private Outcome attempt(Messages.Open message) {
        try {
            return channel.send(message.contact(), message.word());
        } catch (RuntimeException failure) {
            LOG.atError()
                    .addKeyValue("channel", channel.name())
                    .setCause(failure)
                    .log("a channel failed in a way that it should not");
            return new Outcome.Failed(failure.getClass().getSimpleName());
        }
    }

    private CompletionHandler<Void> after(Duration pause) {
        return (complete, operations) ->
                operations.reschedule(complete, clock.instant().plus(pause));
    }

    /// 1, 2, 4 … 60 seconds.
    static Duration pause(int attempts) {
        var exponential = Duration.ofSeconds(1L << Math.min(attempts, 6));
        return exponential.compareTo(LONGEST_PAUSE) < 0 ? exponential : LONGEST_PAUSE;
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
