package health.vigil.local.bench;

import health.vigil.local.bench.report.Samples;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.paho.mqttv5.common.MqttException;

/// Dangerous readings, one at a time, each of a patient of its own: nothing else raises an alert, so the signal that
/// follows one is its.
final class Probes implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double NANOS_A_MILLI = 1e6;

    private final Population population;
    private final Signals signals;
    private final Duration calm;
    private final Clock clock;
    private final Publisher publisher;
    private final SplittableRandom random = new SplittableRandom(7);
    private int next;

    /// Connects their device.
    ///
    /// @param population on one device, a patient for each probe there may be
    /// @param calm the shortest time between two signals: what comes sooner would wait, which is no latency
    Probes(Way way, Population population, Signals signals, Duration calm, Clock clock) throws MqttException {
        this.population = population;
        this.signals = signals;
        this.calm = calm;
        this.clock = clock;
        this.publisher = new Publisher(way.mqtt(), population.hubs().getFirst());
    }

    /// From publishing to the signal, of that many or fewer probes.
    ///
    /// @param background ends it early when it is done, if half the probes are
    Samples milliseconds(int most, Background background) throws MqttException, InterruptedException {
        var samples = new double[most];
        var taken = 0;
        while (taken < most && next < population.patients() && !(background.isDone() && taken * 2 >= most)) {
            pause();
            samples[taken++] = milliseconds();
        }
        return Samples.of(Arrays.copyOf(samples, taken));
    }

    private double milliseconds() throws MqttException, InterruptedException {
        var before = signals.count();
        var payload = "{\"type\":\"glucose\",\"measuredAt\":\"%s\",\"value\":45,\"unit\":\"mg/dL\",\"userSlot\":%d}"
                .formatted(clock.instant(), population.slotOf(next++));
        var published = System.nanoTime();
        publisher.publish(payload);
        return (signals.awaitMore(before, PATIENCE) - published) / NANOS_A_MILLI;
    }

    /// Of random length, so that probes hit no rhythm of commits.
    private void pause() {
        LockSupport.parkNanos(calm.toNanos() + TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(100)));
    }

    @Override
    public void close() throws MqttException {
        publisher.close();
    }
}
