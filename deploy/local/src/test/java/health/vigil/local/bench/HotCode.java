package health.vigil.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.evaluation.Timelines;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.gateway.decoding.Decoded;
import health.vigil.gateway.decoding.Decoder;
import health.vigil.gateway.decoding.Message;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Deserializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What every reading goes through, without anything around it. Run by the profile `jmh`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class HotCode {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final UUID PATIENT = new UUID(1, 1);
    private static final Instant NOW = Instant.parse("2026-11-24T19:00:00Z");
    private static final int DAYS = 90;

    private final Decoder decoder = new Decoder();
    private final Message message = new Message(
            "vigil/00000000-0000-0001-0000-000000000002/readings", ByteBuffer.wrap("""
                    {"type":"blood-pressure","measuredAt":"2026-11-24T07:30:00+01:00","systolic":142,"diastolic":91,"pulse":72,"unit":"mm[Hg]"}\
                    """.getBytes(UTF_8)), NOW);
    private final Wire wire = Registries.wire(KafkaSettings.DEFAULTS);
    private final Deserializer<PatientReading> deserializer = wire.deserializer(Topics.READINGS);
    private final PatientReading record = new StoredDays(new Life(10, NOW, 0)).reading(0);
    private final byte[] bytes = wire.encode(Topics.READINGS, record);
    private final List<Reading> readings = readings();
    private final Reading last = readings.getLast();
    private final Timelines standard = timelines(Template.STANDARD);
    private final Timelines hypertension = timelines(Template.HYPERTENSION);

    private static List<Reading> readings() {
        var random = new SplittableRandom(1);
        var readings = new ArrayList<Reading>();
        for (var number = DAYS * Life.A_DAY - 1; number >= 0; number--) {
            Map<Metric, Value> values = Map.of(
                    Metric.SYSTOLIC, new Value.Exact(110 + random.nextInt(40)),
                    Metric.DIASTOLIC, new Value.Exact(65 + random.nextInt(28)),
                    Metric.PULSE, new Value.Exact(60 + random.nextInt(25)));
            var at = NOW.minus(Duration.ofHours(8L * number));
            readings.add(new Reading(
                    NameBased.uuid("hot", number), ReadingKind.BLOOD_PRESSURE, at, at.plusSeconds(60), false, values));
        }
        return readings;
    }

    private Timelines timelines(Template template) {
        var plans = new PlanHistory(Map.of(Instant.EPOCH, template.in(BERLIN)));
        return new Timelines(plans, kind -> Series.of(kind == ReadingKind.BLOOD_PRESSURE ? readings : List.of()));
    }

    /// A message of one reading.
    @Benchmark
    public List<Decoded> decodeJson() {
        return decoder.decode(message);
    }

    /// One more reading of a patient whose others are in memory.
    @Benchmark
    public Evaluation.Outcome evaluateStandard() {
        return evaluate(standard);
    }

    /// Likewise, with many trend rules.
    @Benchmark
    public Evaluation.Outcome evaluateHypertension() {
        return evaluate(hypertension);
    }

    private Evaluation.Outcome evaluate(Timelines timelines) {
        timelines.put(last);
        return new Evaluation(PATIENT, timelines, () -> Presence.UNKNOWN, NOW.plusSeconds(60))
                .around(last.kind(), last.measuredAt());
    }

    /// As it goes into a topic.
    @Benchmark
    public byte[] encodeReading() {
        return wire.encode(Topics.READINGS, record);
    }

    /// As it comes from a topic.
    @Benchmark
    public PatientReading decodeReading() {
        return deserializer.deserialize(Topics.READINGS.name(), bytes);
    }
}
