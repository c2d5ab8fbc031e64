package health.vigil.care.samples;

import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// A generated life, stored as the stream processor would.
public record SampleLife(UUID patient, List<Reading> readings) {

    /// Some readings of all kinds at any time of day, now and then HI or LO.
    public static SampleLife of(UUID patient, Random random, Instant from, Instant to, int count) {
        var readings = new ArrayList<Reading>();
        for (var number = 0; number < count; number++) {
            var at = Instant.ofEpochMilli(random.nextLong(from.toEpochMilli(), to.toEpochMilli()));
            readings.add(
                    switch (random.nextInt(3)) {
                        case 0 -> SampleReadings.pressure(at, random.nextInt(100, 190), random.nextInt(50, 99));
                        case 1 -> SampleReadings.glucose(at, glucose(random));
                        default -> SampleReadings.weight(at, random.nextInt(700, 900) / 10.0);
                    });
        }
        return new SampleLife(patient, readings);
    }

    private static Value glucose(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Value.OutOfRange.HIGH;
            case 1 -> Value.OutOfRange.LOW;
            default -> new Value.Exact(random.nextInt(40, 330));
        };
    }

    /// Inserts the readings and their days, and says that the patient was revised.
    public void insert(Jdbi jdbi, CarePlan plan) {
        SampleReadings.insert(jdbi, patient, readings);
        var evaluation = new Evaluation(
                patient,
                PlanHistory.always(plan),
                kind -> Series.of(readings.stream()
                        .filter(reading -> reading.kind() == kind)
                        .toList()),
                Presence.UNKNOWN,
                Instant.parse("2100-01-01T00:00:00Z"));
        jdbi.useTransaction(handle -> {
            var batch = handle.prepareBatch("""
                    insert into vitals.day_summary (patient_id, metric, day, zone, count, numbers, min, max, mean, last,
                        below, in_range, above, rolling_mean, rolling_count)
                    values (:patient, :metric, :day, :zone, :count, :numbers, :min, :max, :mean, :last, :below, :inRange,
                        :above, :rollingMean, :rollingCount)
                    """);
            for (var day : evaluation.whole().days()) {
                for (var metric : day.metrics()) {
                    batch.bind("patient", patient)
                            .bind("metric", metric.metric().code())
                            .bind("day", day.day())
                            .bind("zone", day.zone().getId())
                            .bind("count", metric.count())
                            .bind("numbers", metric.numbers())
                            .bind("min", orNull(metric.min()))
                            .bind("max", orNull(metric.max()))
                            .bind("mean", orNull(metric.mean()))
                            .bind("last", orNull(metric.last()))
                            .bind("below", metric.below())
                            .bind("inRange", metric.inRange())
                            .bind("above", metric.above())
                            .bind("rollingMean", orNull(metric.rollingMean()))
                            .bind("rollingCount", metric.rollingCount())
                            .add();
                }
            }
            batch.execute();
            revise(handle, patient);
        });
    }

    /// As the stream processor does with whatever it changes of a patient.
    public static void revise(Handle handle, UUID patient) {
        handle.execute("""
                insert into vitals.patient_revision (patient_id) values (?)
                on conflict (patient_id) do update set tx = excluded.tx
                """, patient);
    }

    private static @Nullable Double orNull(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
