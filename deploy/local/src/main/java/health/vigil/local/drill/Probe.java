package health.vigil.local.drill;

import health.vigil.clinical.evaluation.Episode;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// An alarming reading that goes all the way from its device to the nurse's worklist, to tell how long that takes.
record Probe(Sender sender, Clinic clinic, Clock clock) {

    private static final double NORMAL = 110;
    private static final double DANGEROUSLY_LOW = 45;
    private static final String RULE = "glucose-dangerously-low";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    /// Publishes one and waits until a nurse sees its alert.
    ///
    /// @return how long that took; empty when it was not there in time
    Optional<Duration> send(Duration patience) throws InterruptedException {
        var began = System.nanoTime();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        // The normal one first: it ends the episode of the probe before.
        var alarm = Sample.glucose(now, DANGEROUSLY_LOW);
        sender.publish(List.of(Sample.glucose(now.minusMillis(1), NORMAL), alarm));
        var alert = Episode.identify(
                sender.patient(), RULE, alarm.reading(sender.device()).id());
        while (System.nanoTime() - began < patience.toNanos()) {
            if (clinic.shows(alert)) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - began));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
        }
        return Optional.empty();
    }
}
