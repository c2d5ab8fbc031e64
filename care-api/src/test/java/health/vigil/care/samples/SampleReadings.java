package health.vigil.care.samples;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Readings as the projection writes them.
public final class SampleReadings {

    /// The device of every sample.
    public static final UUID DEVICE = new UUID(6, 6);

    private SampleReadings() {}

    public static Reading pressure(Instant at, double systolic, double diastolic) {
        return reading(
                ReadingKind.BLOOD_PRESSURE,
                at,
                Map.of(Metric.SYSTOLIC, new Value.Exact(systolic), Metric.DIASTOLIC, new Value.Exact(diastolic)));
    }

    public static Reading glucose(Instant at, Value value) {
        return reading(ReadingKind.GLUCOSE, at, Map.of(Metric.GLUCOSE, value));
    }

    public static Reading weight(Instant at, double value) {
        return reading(ReadingKind.WEIGHT, at, Map.of(Metric.WEIGHT, new Value.Exact(value)));
    }

    private static Reading reading(ReadingKind kind, Instant at, Map<Metric, Value> values) {
        var id = Reading.identify(DEVICE, -1, kind, at, values);
        return new Reading(id, kind, at, at.plusSeconds(5), false, values);
    }

    public static void insert(Jdbi jdbi, UUID patient, Reading... readings) {
        insert(jdbi, patient, List.of(readings));
    }

    public static void insert(Jdbi jdbi, UUID patient, Collection<Reading> readings) {
        jdbi.useTransaction(handle -> {
            var batch = handle.prepareBatch("""
                    insert into vitals.reading (patient_id, kind, measured_at, reading_id, device_id, received_at,
                        status, clock_suspect, origin, out_of_range, systolic, diastolic, glucose, weight)
                    values (:patient, :kind, :at, :id, :device, :received, 'FINAL', false, 'JSON', :outOfRange,
                        :systolic, :diastolic, :glucose, :weight)
                    """);
            for (var reading : readings) {
                batch.bind("patient", patient)
                        .bind("kind", reading.kind().code())
                        .bind("at", reading.measuredAt())
                        .bind("id", reading.id())
                        .bind("device", DEVICE)
                        .bind("received", reading.receivedAt())
                        .bind("outOfRange", outOfRange(reading));
                for (var metric : List.of(Metric.SYSTOLIC, Metric.DIASTOLIC, Metric.GLUCOSE, Metric.WEIGHT)) {
                    batch.bind(metric.code(), number(reading, metric));
                }
                batch.add();
            }
            batch.execute();
        });
    }

    private static @Nullable Double number(Reading reading, Metric metric) {
        return reading.value(metric).orElse(null) instanceof Value.Exact(double number) ? number : null;
    }

    private static @Nullable String outOfRange(Reading reading) {
        Optional<Value.OutOfRange> outside = reading.value(Metric.GLUCOSE)
                .flatMap(value -> Arrays.stream(Value.OutOfRange.values())
                        .filter(value::equals)
                        .findFirst());
        return outside.map(Enum::name).orElse(null);
    }
}
