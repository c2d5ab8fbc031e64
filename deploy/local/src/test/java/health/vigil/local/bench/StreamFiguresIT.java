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
    private static final CarePlan STANDARD = Template.STANDARD.in(BERLIN);
    private static final CarePlan NO_RULES =
            new CarePlan("none", BERLIN, List.of(), PLAN.targets(), List.of(), CarePlan.LATE_AFTER);
    private static final int PATIENTS = 300;
    private static final int ROUNDS = 5;
    private static final int DAYS_A_ROUND = 12;

    // Enough of them that each has a few readings in the time, not hundreds.
    private static final int PATIENTS_AT_ONCE = 3_000;
    private static final int DAYS_BEFORE = 3;
    private static final int WARM_UP_SECONDS = 5;
    private static final int LATENCY_SECONDS = 25;

    @TempDir
    private Path home = Path.of("");

    // Up to now: nobody is silent in the end.
    private final Instant beginning = Clock.systemUTC()
            .instant()
            .truncatedTo(ChronoUnit.DAYS)
            .minus(Duration.ofDays((ROUNDS + 1) * DAYS_A_ROUND));

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void figuresOfTheStreamProcessor() throws Exception {
        try (var bench = new StreamBench(home)) {
            var bare = bench.patients("bare", PATIENTS, PlanDocument.write(NO_RULES));
            var standard = bench.patients("standard", PATIENTS, PlanDocument.write(STANDARD));
            var hypertension = bench.patients("hypertension", PATIENTS, PlanDocument.write(PLAN));
            var ratios = new ArrayList<Double>();
            var planned = new ArrayList<Double>();
            for (var round = 0; round <= ROUNDS; round++) {
                var none = rate(bench, bare, round);
                var few = rate(bench, standard, round);
                var many = rate(bench, hypertension, round);
                System.out.printf(
                        "%s: no rules %,.0f readings/s, default plan %,.0f (%.2f), hypertension plan %,.0f (%.2f)%n",
                        round == 0 ? "cold" : "warm", none, few, few / none, many, many / none);
                if (round > 0) {
                    ratios.add(few / none);
                    planned.add(many);
                }
            }
            System.out.printf("default plan against no rules, median of the warm rounds: %.2f%n", median(ratios));
            growth(bench);
            restore(bench);
            latency(bench, median(planned) / 2);
        }
    }

    /// Two readings a day and patient, all patients in turn.
    private double rate(StreamBench bench, List<UUID> patients, int round) throws Exception {
        var started = System.nanoTime();
        for (var half = 0; half < 2 * DAYS_A_ROUND; half++) {
            var at = beginning.plus(Duration.ofHours(12L * (half + 2L * DAYS_A_ROUND * round)));
            for (var patient : patients) {
                bench.send(bench.pressure(patient, at, at.plusSeconds(60), 128 + random.nextGaussian() * 12));
            }
        }
        bench.awaitDone();
        return patients.size() * 2 * DAYS_A_ROUND / seconds(started);
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
        var readings = (ROUNDS + 1) * 3 * PATIENTS * 2 * DAYS_A_ROUND + 20_000;
        System.out.printf(
                "state directory lost: ready again after %.1f s with %,d readings (%.0f s a million)%n",
                seconds(started), readings, seconds(started) / readings * 1e6);
    }

    /// From the input topic to the committed alert, while readings come at half the rate of above. What comes in the
    /// first seconds, right after the restart, does not count.
    private void latency(StreamBench bench, double rate) throws Exception {
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
            var count = (int) (rate * LATENCY_SECONDS);
            for (var i = 0; i < count; i++) {
                var patient = patients.get(i % patients.size());
                var now = clock.instant();
                // Every fiftieth reading is low.
                var reading = bench.pressure(patient, now, now, i % 50 == 7 ? 80 : 125 + i % 9);
                if (i % 50 == 7 && i > rate * WARM_UP_SECONDS) {
                    sent.put(reading.getId(), System.nanoTime());
                }
                bench.send(reading);
                if (i % 20 == 0) {
                    read(bench, alerts, sent, nanos, Duration.ZERO);
                }
                LockSupport.parkNanos((long) (started + i / rate * 1e9) - System.nanoTime());
            }
            while (!sent.isEmpty() && seconds(started) < 60) {
                read(bench, alerts, sent, nanos, Duration.ofMillis(20));
            }
        }
        assertThat(nanos).isNotEmpty();
        assertThat(sent).isEmpty();
        nanos.sort(null);
        System.out.printf(
                "received to alert at %,.0f readings/s: p50 %.0f ms, p90 %.0f ms, p99 %.0f ms, worst %.0f ms (%d alerts)%n",
                rate,
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

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
