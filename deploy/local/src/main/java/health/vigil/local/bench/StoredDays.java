package health.vigil.local.bench;

import health.vigil.schemas.DaySummary;
import health.vigil.schemas.Kind;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.MetricSummary;
import health.vigil.schemas.Origin;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// What the stream processor makes of a patient's readings, as records and as the same rows.
final class StoredDays {

    private final Life life;

    StoredDays(Life life) {
        this.life = life;
    }

    static UUID patient(int number) {
        return new UUID(0xBE7C, number);
    }

    private static UUID device(int patient) {
        return new UUID(0xDE71CE, patient);
    }

    private UUID id(long number) {
        return new UUID(life.begin().toEpochMilli(), number);
    }

    PatientReading reading(long number) {
        var sample = life.sample(number);
        var received = ReceivedReading.newBuilder()
                .setId(id(number))
                .setDeviceId(device(sample.patient()))
                .setUserSlot(0)
                .setKind(kind(sample))
                .setMeasuredAt(sample.at())
                .setReceivedAt(sample.at())
                .setClockSuspect(false)
                .setMeasurements(measurements(sample))
                .setOrigin(Origin.JSON)
                .build();
        return PatientReading.newBuilder()
                .setPatientId(patient(sample.patient()))
                .setStatus(ReadingStatus.FINAL)
                .setReading(received)
                .build();
    }

    private static Kind kind(Life.Sample sample) {
        return sample.pressure() ? Kind.BLOOD_PRESSURE : Kind.GLUCOSE;
    }

    private static List<Measured> measurements(Life.Sample sample) {
        return sample.pressure()
                ? List.of(
                        new Measured(MetricName.SYSTOLIC, (double) sample.first(), null),
                        new Measured(MetricName.DIASTOLIC, (double) sample.second(), null),
                        new Measured(MetricName.PULSE, (double) sample.pulse(), null))
                : List.of(new Measured(MetricName.GLUCOSE, (double) sample.first(), null));
    }

    private static LocalDate day(Life.Sample sample) {
        return LocalDate.ofInstant(sample.at(), ZoneOffset.UTC);
    }

    /// As it is after that reading.
    DaySummary summary(long number) {
        var sample = life.sample(number);
        var metrics = measurements(sample).stream()
                .map(measured -> summary(measured.getMetric(), measured.getValue()))
                .toList();
        return new DaySummary(patient(sample.patient()), kind(sample), day(sample), "UTC", metrics);
    }

    private static MetricSummary summary(MetricName metric, double value) {
        return new MetricSummary(metric, 1, value, value, value, value, 0, 1, 0, value, 1, 1);
    }

    String readingRow(long number) {
        var sample = life.sample(number);
        return CopiedRows.reading(
                patient(sample.patient()),
                sample.pressure(),
                sample.at(),
                id(number),
                device(sample.patient()),
                0,
                sample.at(),
                sample.first(),
                sample.second(),
                sample.pulse());
    }

    /// A row a metric, each with its key, since a statement may touch a row only once.
    List<SummaryRow> summaryRows(long number) {
        var sample = life.sample(number);
        var start = patient(sample.patient()) + "\t";
        return measurements(sample).stream()
                .map(measured -> {
                    var key = start + measured.getMetric().name().toLowerCase(Locale.ROOT) + "\t" + day(sample);
                    var value = "\t" + measured.getValue();
                    return new SummaryRow(
                            key, key + "\tUTC\t1" + value + value + value + value + "\t0\t1\t0" + value + "\t1\t1\n");
                })
                .toList();
    }

    record SummaryRow(String key, String line) {}
}
