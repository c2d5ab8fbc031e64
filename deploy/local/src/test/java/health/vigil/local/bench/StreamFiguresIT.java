package health.vigil.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.Template;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.wire.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prints how fast the stream processor evaluates, with the whole hypertension plan and with no rules at all, in one
/// run. No time is asserted.
class StreamFiguresIT {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final CarePlan PLAN = Template.HYPERTENSION.in(BERLIN);
    private static final int RATE = 900;

    // Enough of them that each has a few readings in the time, not hundreds.
    private static final int PATIENTS_AT_ONCE = 2_000;
    private static final int DAYS_BEFORE = 3;
    private static final int WARM_UP_SECONDS = 5;
    private static final int LATENCY_SECONDS = 15;

    @TempDir
    private Path home = Path.of("");

    // Up to now: nobody is silent in the end.
    private final Instant beginning =
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(30));

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void figuresOfTheStreamProcessor() throws Exception {
        try (var bench = new StreamBench(home)) {
            growth(bench);
            restore(bench);
            latency(bench);
        }
    }

    /// One patient's history, oldest first.
    private void growth(StreamBench bench) throws Exception {
        var patient = bench.patients("growing", 1, PlanDocument.write(PLAN)).getFirst();
        var at = beginning.minus(Duration.ofHours(8L * 10_000));
        var sent = 0;
        for (var size : new int[] {100, 1_000, 9_000, 10_000}) {
            var started = System.nanoTime();
            var portion = size - sent;
            for (; sent < size; sent++) {
                at = at.plus(Duration.ofHours(8));
                bench.send(bench.pressure(patient, at, at.plusSeconds(60), 128 + random.nextGaussian() * 12));
            }
            bench.awaitDone();
            System.out.printf(
                    "one patient, up to %,d readings: %.0f µs a reading%n", size, seconds(started) / portion * 1e6);
        }
        backfill(bench);
    }

    /// Ten thousand readings at once, newest first.
    private void backfill(StreamBench bench) throws Exception {
        var patient = bench.patients("backfilled", 1, PlanDocument.write(PLAN)).getFirst();
        var started = System.nanoTime();
        for (var i = 10_000; i > 0; i--) {
            var at = beginning.minus(Duration.ofHours(8L * (10_000 - i)));
            bench.send(bench.pressure(patient, at, at.plus(Duration.ofDays(1)), 128 + random.nextGaussian() * 12));
        }
        bench.awaitDone();
        System.out.printf("one patient, 10,000 readings newest first: %.1f s%n", seconds(started));
    }

    /// What is left of a node whose disk is lost: the topics.
    private void restore(StreamBench bench) throws Exception {
        var started = System.nanoTime();
        bench.restartWithoutState();
        var readings = 20_000;
        System.out.printf(
                "state directory lost: ready again after %.1f s with %,d readings (%.0f s a million)%n",
                seconds(started), readings, seconds(started) / readings * 1e6);
    }

    /// From the input topic to the committed alert, while readings come at some half of what it can do. What comes in
    /// the first seconds, right after the restart, does not count.
    private void latency(StreamBench bench) throws Exception {
        var patients = bench.patients("at once", PATIENTS_AT_ONCE, PlanDocument.write(PLAN));
        for (var half = 2 * DAYS_BEFORE; half > 0; half--) {
            var at = Clock.systemUTC().instant().minus(Duration.ofHours(12L * half));
            for (var patient : patients) {
                bench.send(bench.pressure(patient, at, at.plusSeconds(60), 125 + random.nextInt(9)));
            }
        }
        bench.awaitDone();
        var clock = Clock.systemUTC();
        var sent = new HashMap<UUID, Long>();
        var nanos = new ArrayList<Long>();
        try (var alerts = bench.consumer(Topics.ALERTS)) {
            var started = System.nanoTime();
            var count = RATE * LATENCY_SECONDS;
            for (var i = 0; i < count; i++) {
                var patient = patients.get(i % patients.size());
                var now = clock.instant();
                // Every fiftieth reading is low.
                var reading = bench.pressure(patient, now, now, i % 50 == 7 ? 80 : 125 + i % 9);
                if (i % 50 == 7 && i > RATE * WARM_UP_SECONDS) {
                    sent.put(reading.getId(), System.nanoTime());
                }
                bench.send(reading);
                if (i % 20 == 0) {
                    read(bench, alerts, sent, nanos, Duration.ZERO);
                }
                LockSupport.parkNanos((long) (started + (double) i / RATE * 1e9) - System.nanoTime());
            }
            while (!sent.isEmpty() && seconds(started) < 60) {
                read(bench, alerts, sent, nanos, Duration.ofMillis(20));
            }
        }
        assertThat(nanos).isNotEmpty();
        assertThat(sent).isEmpty();
        nanos.sort(null);
        System.out.printf(
                "received to alert at %,d readings/s: p50 %.0f ms, p90 %.0f ms, p99 %.0f ms, worst %.0f ms (%d alerts)%n",
                RATE,
                nanos.get(nanos.size() / 2) / 1e6,
                nanos.get(nanos.size() * 9 / 10) / 1e6,
                nanos.get(nanos.size() * 99 / 100) / 1e6,
                nanos.getLast() / 1e6,
                nanos.size());
    }

    private static void read(
            StreamBench bench,
            KafkaConsumer<byte[], byte[]> alerts,
            Map<UUID, Long> sent,
            List<Long> nanos,
            Duration wait) {
        for (var record : alerts.poll(wait)) {
            var event = bench.wire().deserializer(Topics.ALERTS).deserialize(record.topic(), record.value());
            var at = sent.remove(event.getLatest().getReadingId());
            if (at != null) {
                nanos.add(System.nanoTime() - at);
            }
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
