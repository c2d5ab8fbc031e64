package health.vigil.local.bench;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.bench.report.Aim;
import health.vigil.local.bench.report.Figure;
import health.vigil.local.bench.report.Findings;
import health.vigil.local.bench.report.Samples;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import health.vigil.stream.projection.Projection;
import health.vigil.stream.projection.ProjectionSettings;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The projection against COPY of the same rows from memory: the topics are filled beforehand, and the time runs from
/// its first batch, since COPY has no group to join, until all rows stand and the offsets are committed.
final class ProjectionAlone implements Measurement {

    private final Clock clock;
    private final Wire wire = Registries.wire(KafkaSettings.DEFAULTS);

    ProjectionAlone(Clock clock) {
        this.clock = clock;
    }

    /// Lines of COPY.
    private record Batch(String readings, String summaries) {}

    @Override
    public Findings measure(Workbench bench) throws Exception {
        var rounds = bench.scale().ways().rounds();
        var readings = bench.scale().stores().readings();
        var parts = bench.parts();
        var bareRates = new double[rounds];
        var rates = new double[rounds];
        for (var round = -1; round < rounds; round++) {
            var begin = Instant.EPOCH.plus(Duration.ofDays(1_000L * (round + 1)));
            var days = new StoredDays(new Life(bench.scale().ways().patients(), begin, 0));
            var bare = bareRate(parts, days, readings);
            var rate = rate(parts, days, readings);
            if (round >= 0) {
                bareRates[round] = bare;
                rates[round] = rate;
            }
            bench.progress()
                    .tell("projection, %s: %,.0f readings/s, bare %,.0f"
                            .formatted(
                                    round < 0 ? "warming up" : "round %d of %d".formatted(round + 1, rounds),
                                    rate,
                                    bare));
        }
        return Findings.of(new Figure(
                "projection",
                "projection alone, readings and summaries",
                "readings/s",
                Samples.of(rates).median(),
                new Figure.Floor(
                        "COPY of the same rows, idempotent",
                        Samples.of(bareRates).median()),
                List.of(Aim.ratioAtLeast(0.7)),
                ""));
    }

    private static double bareRate(BareParts parts, StoredDays days, int readings) throws SQLException {
        empty(parts);
        var batches = new ArrayList<Batch>();
        for (var first = 0; first < readings; first += CopiedRows.MOST_ROWS) {
            batches.add(batch(days, first, Math.min(first + CopiedRows.MOST_ROWS, readings)));
        }
        var started = System.nanoTime();
        for (var batch : batches) {
            parts.database().jdbi().useTransaction(handle -> {
                CopiedRows.readings(handle.getConnection(), batch.readings());
                CopiedRows.summaries(handle.getConnection(), batch.summaries());
            });
        }
        return readings / Await.secondsSince(started);
    }

    private static Batch batch(StoredDays days, int from, int until) {
        var readings = new StringBuilder();
        var summaries = new LinkedHashMap<String, String>();
        for (var number = from; number < until; number++) {
            readings.append(days.readingRow(number));
            days.summaryRows(number).forEach(row -> summaries.put(row.key(), row.line()));
        }
        return new Batch(readings.toString(), String.join("", summaries.values()));
    }

    private double rate(BareParts parts, StoredDays days, int readings) throws Exception {
        empty(parts);
        fill(parts, days, readings);
        var progress = parts.progress();
        var telemetry = new Telemetry(new Metrics(), new Health());
        try (var lifecycle = new Lifecycle()) {
            lifecycle.started("metrics", telemetry.metrics());
            var before = progress.read(KafkaProgress.PROJECTION, Topics.READINGS);
            Projection.start(
                    ProjectionSettings.DEFAULTS, parts.kafka(), wire, parts.database(), clock, telemetry, lifecycle);
            Await.until(
                    "the projection's first batch",
                    () -> progress.read(KafkaProgress.PROJECTION, Topics.READINGS) > before);
            var started = System.nanoTime();
            var first = progress.read(KafkaProgress.PROJECTION, Topics.READINGS) - before;
            Await.until(
                    "the projection to write all rows",
                    () -> progress.isRead(
                            KafkaProgress.PROJECTION, Topics.READINGS, Topics.SUMMARIES, Topics.RECEIVED));
            return (readings - first) / Await.secondsSince(started);
        }
    }

    private static void empty(BareParts parts) {
        parts.database().jdbi().useHandle(handle -> handle.execute("truncate vitals.reading, vitals.day_summary"));
    }

    private void fill(BareParts parts, StoredDays days, int readings) {
        var properties = new HashMap<>(parts.kafka().client());
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var number = 0; number < readings; number++) {
                var reading = days.reading(number);
                var _ = producer.send(wire.record(Topics.READINGS, reading.getPatientId(), reading));
                var _ = producer.send(wire.record(Topics.SUMMARIES, reading.getPatientId(), days.summary(number)));
            }
        }
    }
}
