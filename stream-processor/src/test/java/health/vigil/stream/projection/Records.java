package health.vigil.stream.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.schemas.DaySummary;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.Kind;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MeterRange;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.MetricSummary;
import health.vigil.schemas.Origin;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.RejectedMessage;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Records as the topics hold them.
final class Records {

    static final UUID PATIENT = UUID.fromString("9d3c0a1e-2f64-4c57-8a90-6f0f5f1f7a01");
    static final UUID DEVICE = UUID.fromString("2b1f7f5e-0c0e-4a52-9a35-0f4c2b8d7702");
    static final Instant MORNING = Instant.parse("2026-03-29T06:30:00.123Z");
    static final Instant REVISED_AT = Instant.parse("2026-03-29T06:31:00.456Z");
    static final LocalDate DAY = LocalDate.of(2026, 3, 29);

    private static final Wire WIRE = Registries.wire(KafkaSettings.DEFAULTS);

    private Records() {}

    static byte[] bytes(HeldReading held) {
        return WIRE.encode(Topics.HELD, held);
    }

    static PatientReading attributed(ReadingStatus status, ReceivedReading reading) {
        return new PatientReading(PATIENT, status, reading, null, false);
    }

    /// With every metric of its kind, the values as [#valueOf] has them.
    static ReceivedReading reading(ReadingKind kind, Instant at) {
        return ReceivedReading.newBuilder()
                .setId(UUID.nameUUIDFromBytes((kind + "@" + at).getBytes(UTF_8)))
                .setDeviceId(DEVICE)
                .setUserSlot(2)
                .setKind(Kind.valueOf(kind.name()))
                .setMeasuredAt(at)
                .setReceivedAt(at.plusMillis(1001))
                .setClockSuspect(false)
                .setMeasurements(kind.metrics().stream().map(Records::measured).toList())
                .setMeal(MealContext.FASTING)
                .setOrigin(Origin.JSON)
                .setDeviceReadingId("a1")
                .setSequence(7L)
                .build();
    }

    /// Different for any two metrics of one kind.
    static double valueOf(Metric metric) {
        return 100 + metric.code().length();
    }

    private static Measured measured(Metric metric) {
        return new Measured(MetricName.valueOf(metric.name()), valueOf(metric), null);
    }

    static ReceivedReading tooHigh(Instant at) {
        return ReceivedReading.newBuilder(reading(ReadingKind.GLUCOSE, at))
                .setMeasurements(List.of(new Measured(MetricName.GLUCOSE, null, MeterRange.HIGH)))
                .build();
    }

    static DaySummary summary(ReadingKind kind, int count, Metric... metrics) {
        var summaries = Stream.of(metrics)
                .map(metric -> MetricSummary.newBuilder()
                        .setMetric(MetricName.valueOf(metric.name()))
                        .setCount(count)
                        .setMin(61.5)
                        .setMax(99.5)
                        .setMean(80.25)
                        .setLast(null)
                        .setBelow(1)
                        .setInRange(2)
                        .setAbove(3)
                        .setRollingMean(79.125)
                        .setRollingCount(11)
                        .setNumbers(count)
                        .build())
                .toList();
        return new DaySummary(PATIENT, Kind.valueOf(kind.name()), DAY, "Europe/Berlin", summaries);
    }

    static RejectedMessage rejected(Instant receivedAt) {
        return RejectedMessage.newBuilder()
                .setId(new UUID(3, 3))
                .setDeviceId(DEVICE)
                .setTopic("vigil/" + DEVICE + "/readings")
                .setRaw(ByteBuffer.wrap(new byte[] {0, 1, -1}))
                .setReason("json-invalid")
                .setSentence("It is no JSON.")
                .setReceivedAt(receivedAt)
                .build();
    }
}
