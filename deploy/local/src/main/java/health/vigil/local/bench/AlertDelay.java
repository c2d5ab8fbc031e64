package health.vigil.local.bench;

import health.vigil.clinical.plans.Template;
import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Samples;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/// The stream processor alone: from the input topic to the committed alert, at half of what it can do. The floor is the
/// same at a trickle.
final class AlertDelay implements Measurement {

    private static final String PLAN = PlanDocument.write(Template.HYPERTENSION.in(ZoneId.of("Europe/Berlin")));
    private static final int DAYS_BEFORE = 3;

    /// One reading of so many is low.
    private static final int PROBES = 50;

    private static final int TRICKLE = 100;

    private final Clock clock;
    private final SplittableRandom random = new SplittableRandom(1);

    AlertDelay(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var size = bench.scale().streams();
        try (var streams = new StreamBench(bench.folder("delay"))) {
            // Enough of them that each has a few readings in the time, not hundreds.
            var patients = streams.patients("at once", size.atOnce(), PLAN);
            var rate = (int) (past(streams, patients) / 2);
            var most = Duration.ofSeconds(size.seconds());
            var _ = delays(streams, patients, rate, most.dividedBy(2));
            var loaded = delays(streams, patients, rate, most);
            var idle = delays(streams, patients, TRICKLE, most);
            bench.progress()
                    .tell("received to alert at %,d readings/s: p50 %.0f ms, p99 %.0f ms"
                            .formatted(rate, loaded.median(), loaded.percentile(99)));
            return Findings.of(new Figure(
                    "alert-p99",
                    "received to committed alert, %,d readings/s, p99".formatted(rate),
                    "ms",
                    loaded.percentile(99),
                    new Figure.Floor("%d readings/s".formatted(TRICKLE), idle.percentile(99)),
                    List.of(Aim.atMost(150)),
                    "hypertension plan, half of its rate; %d alerts, p50 %.0f ms, worst %.0f ms"
                            .formatted(loaded.count(), loaded.median(), loaded.worst())));
        }
    }

    /// Readings a second, of the days before.
    private double past(StreamBench streams, List<UUID> patients) throws Exception {
        var halves = 2 * DAYS_BEFORE;
        var started = System.nanoTime();
        for (var half = halves; half > 0; half--) {
            var at = clock.instant().minus(Duration.ofHours(12L * half));
            for (var patient : patients) {
                streams.send(streams.pressure(patient, at, at.plusSeconds(60), 125 + random.nextInt(9)));
            }
        }
        streams.awaitDone();
        return (double) halves * patients.size() / Await.secondsSince(started);
    }

    /// Milliseconds.
    private Samples delays(StreamBench streams, List<UUID> patients, int rate, Duration duration) throws Exception {
        var sent = new HashMap<UUID, Long>();
        var delays = new ArrayList<Double>();
        try (var alerts = streams.consumer(Topics.ALERTS)) {
            var started = System.nanoTime();
            var count = rate * duration.toSeconds();
            for (var i = 0; i < count; i++) {
                var low = i % PROBES == PROBES / 2;
                var now = clock.instant();
                var reading = streams.pressure(patients.get(i % patients.size()), now, now, low ? 80 : 125 + i % 9);
                if (low) {
                    sent.put(reading.getId(), System.nanoTime());
                }
                streams.send(reading);
                if (i % 20 == 0) {
                    read(streams, alerts, sent, delays, Duration.ZERO);
                }
                LockSupport.parkNanos((long) (started + (double) i / rate * 1e9) - System.nanoTime());
            }
            Await.until("the alerts", () -> {
                read(streams, alerts, sent, delays, Duration.ofMillis(10));
                return sent.isEmpty();
            });
        }
        return Samples.of(delays.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static void read(
            StreamBench streams,
            KafkaConsumer<byte[], byte[]> alerts,
            Map<UUID, Long> sent,
            List<Double> delays,
            Duration wait) {
        for (var record : alerts.poll(wait)) {
            var event = streams.wire().deserializer(Topics.ALERTS).deserialize(record.topic(), record.value());
            var at = sent.remove(event.getLatest().getReadingId());
            if (at != null) {
                delays.add((System.nanoTime() - at) / 1e6);
            }
        }
    }
}
