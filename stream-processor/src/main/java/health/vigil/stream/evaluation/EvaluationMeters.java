package health.vigil.stream.evaluation;

import health.vigil.schemas.Change;
import health.vigil.schemas.EpisodeEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/// What the evaluation counts.
final class EvaluationMeters {

    private final Timer toAlert;
    private final Counter timers;
    private final AtomicBoolean suspended = new AtomicBoolean();

    EvaluationMeters(MeterRegistry meters) {
        this.toAlert = Timer.builder("vigil.stream.receipt.to.alert")
                .description("From the receipt of a reading to the alert it raised; late ones left out")
                .publishPercentileHistogram()
                .register(meters);
        this.timers = Counter.builder("vigil.stream.timers")
                .description("Evaluations that the passing of time has asked for")
                .register(meters);
        Gauge.builder("vigil.stream.silence.suspended", suspended, value -> value.get() ? 1 : 0)
                .description("1 while nobody is called silent, since readings may still be on their way")
                .strongReference(true)
                .register(meters);
    }

    void published(EpisodeEvent event, Instant now) {
        // Silence is no reading's.
        if (event.getChange() == Change.RAISED && !event.getLate() && event.getReadings() > 0) {
            toAlert.record(Duration.between(event.getLatest().getReceivedAt(), now));
        }
    }

    void timer() {
        timers.increment();
    }

    /// Says whether silence is watched.
    ///
    /// @return whether that is news
    boolean suspended(boolean now) {
        return suspended.getAndSet(now) != now;
    }
}
