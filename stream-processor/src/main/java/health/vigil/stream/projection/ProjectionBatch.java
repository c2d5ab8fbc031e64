package health.vigil.stream.projection;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.schemas.DaySummary;
import health.vigil.schemas.ErrorCause;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.MetricSummary;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.RejectedMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rows that a batch of records makes. Idempotent: the same records again make the same rows.
final class ProjectionBatch {

    private final BulkStatement readings = new BulkStatement(
            """
            insert into vitals.reading (patient_id, kind, measured_at, reading_id, device_id, user_slot, received_at,
                status, clock_suspect, meal, origin, device_reading_id, sequence, out_of_range,
                systolic, diastolic, mean_arterial_pressure, pulse, glucose, weight, error_cause, revised_at, manual, said_time, timing)
            select * from %s
            on conflict (patient_id, kind, measured_at, reading_id) do update set
                received_at = excluded.received_at,
                status = excluded.status,
                error_cause = excluded.error_cause,
                clock_suspect = excluded.clock_suspect,
                meal = excluded.meal,
                origin = excluded.origin,
                device_reading_id = excluded.device_reading_id,
                sequence = excluded.sequence,
                revised_at = excluded.revised_at,
                manual = excluded.manual,
                said_time = excluded.said_time,
                timing = excluded.timing
            """,
            "uuid",
            "text",
            "timestamptz",
            "uuid",
            "uuid",
            "integer",
            "timestamptz",
            "text",
            "boolean",
            "text",
            "text",
            "text",
            "bigint",
            "text",
            "float8",
            "float8",
            "float8",
            "float8",
            "float8",
            "float8",
            "text",
            "timestamptz",
            "boolean",
            "text",
            "text");

    // What is of another time now is no second reading.
    private final BulkStatement retimed = new BulkStatement("""
            delete from vitals.reading r using (select * from %s) as gone (patient_id, kind, measured_at, reading_id)
            where r.patient_id = gone.patient_id and r.kind = gone.kind and r.measured_at = gone.measured_at
                and r.reading_id = gone.reading_id
            """, "uuid", "text", "timestamptz", "uuid");

    private final BulkStatement summaries = new BulkStatement(
            """
            insert into vitals.day_summary (patient_id, metric, day, zone, count, min, max, mean, last, below, in_range,
                above, rolling_mean, rolling_count, numbers)
            select * from %s
            on conflict (patient_id, metric, day) do update set
                zone = excluded.zone, count = excluded.count, min = excluded.min, max = excluded.max,
                mean = excluded.mean, last = excluded.last, below = excluded.below, in_range = excluded.in_range,
                above = excluded.above, rolling_mean = excluded.rolling_mean, rolling_count = excluded.rolling_count,
                numbers = excluded.numbers
            """,
            "uuid", "text", "date", "text", "integer", "float8", "float8", "float8", "float8", "integer", "integer",
            "integer", "float8", "integer", "integer");

    private final BulkStatement noSummaries = new BulkStatement("""
            delete from vitals.day_summary s using (select * from %s) as gone (patient_id, metric, day)
            where s.patient_id = gone.patient_id and s.metric = gone.metric and s.day = gone.day
            """, "uuid", "text", "date");

    // Last, and in the order of the patients, so that two instances never wait for each other.
    private final BulkStatement revisions = new BulkStatement("""
            insert into vitals.patient_revision (patient_id)
            select * from %s as patient (patient_id) order by patient_id
            on conflict (patient_id) do update set tx = excluded.tx
            """, "uuid");

    private final BulkStatement held =
            new BulkStatement("""
            insert into vitals.held (device_id, reading_id, measured_at, received_at, status, reading)
            select * from %s
            on conflict (device_id, reading_id) do update set
                measured_at = excluded.measured_at, received_at = excluded.received_at, status = excluded.status,
                reading = excluded.reading
            """, "uuid", "uuid", "timestamptz", "timestamptz", "text", "bytea");

    private final BulkStatement released = new BulkStatement("""
            delete from vitals.held h using (select * from %s) as gone (device_id, reading_id)
            where h.device_id = gone.device_id and h.reading_id = gone.reading_id
            """, "uuid", "uuid");

    private final BulkStatement rejected =
            new BulkStatement("""
            insert into vitals.rejected (rejection_id, device_id, topic, raw, reason, sentence, received_at)
            select * from %s
            on conflict (rejection_id) do update set
                received_at = least(rejected.received_at, excluded.received_at)
            """, "uuid", "uuid", "text", "bytea", "text", "text", "timestamptz");

    /// @param revisedAt the record's time
    void add(PatientReading attributed, Instant revisedAt) {
        var reading = attributed.getReading();
        var patient = attributed.getPatientId();
        var key = List.of(patient, reading.getMeasuredAt(), reading.getId());
        revise(patient);
        if (attributed.getInErrorBecause() == ErrorCause.RETIMED) {
            readings.remove(key);
            retimed.add(key, patient, code(reading), reading.getMeasuredAt(), reading.getId());
            return;
        }
        retimed.remove(key);
        var values = new EnumMap<MetricName, Double>(MetricName.class);
        reading.getMeasurements().forEach(measured -> {
            if (measured.getValue() != null) {
                values.put(measured.getMetric(), measured.getValue());
            }
        });
        readings.add(
                key,
                patient,
                code(reading),
                reading.getMeasuredAt(),
                reading.getId(),
                reading.getDeviceId(),
                reading.getUserSlot(),
                reading.getReceivedAt(),
                attributed.getStatus().name(),
                reading.getClockSuspect(),
                nameOrNull(reading.getMeal()),
                reading.getOrigin().name(),
                reading.getDeviceReadingId(),
                reading.getSequence(),
                outOfRange(reading),
                values.get(MetricName.SYSTOLIC),
                values.get(MetricName.DIASTOLIC),
                values.get(MetricName.MEAN_ARTERIAL_PRESSURE),
                values.get(MetricName.PULSE),
                values.get(MetricName.GLUCOSE),
                values.get(MetricName.WEIGHT),
                nameOrNull(attributed.getInErrorBecause()),
                revisedAt,
                reading.getManual(),
                reading.getSaidTime(),
                reading.getTiming().name());
    }

    void add(DaySummary summary) {
        revise(summary.getPatientId());
        var day = summary.getDay();
        var absent =
                EnumSet.copyOf(ReadingKind.valueOf(summary.getKind().name()).metrics());
        for (var metric : summary.getMetrics()) {
            var name = Metric.valueOf(metric.getMetric().name());
            absent.remove(name);
            var key = List.of(summary.getPatientId(), name, day);
            noSummaries.remove(key);
            add(summary, metric, key, day);
        }
        for (var metric : absent) {
            var key = List.of(summary.getPatientId(), metric, day);
            summaries.remove(key);
            noSummaries.add(key, summary.getPatientId(), metric.code(), day);
        }
    }

    private void add(DaySummary summary, MetricSummary metric, List<?> key, LocalDate day) {
        summaries.add(
                key,
                summary.getPatientId(),
                Metric.valueOf(metric.getMetric().name()).code(),
                day,
                summary.getZone(),
                metric.getCount(),
                metric.getMin(),
                metric.getMax(),
                metric.getMean(),
                metric.getLast(),
                metric.getBelow(),
                metric.getInRange(),
                metric.getAbove(),
                metric.getRollingMean(),
                metric.getRollingCount(),
                metric.getNumbers());
    }

    private void revise(UUID patient) {
        revisions.add(List.of(patient), patient);
    }

    /// @param bytes the reading as in the topic
    void add(HeldReading record, byte[] bytes) {
        var reading = record.getReading();
        var key = List.of(reading.getDeviceId(), reading.getId());
        if (record.getStatus() != HoldStatus.RELEASED) {
            released.remove(key);
            held.add(
                    key,
                    reading.getDeviceId(),
                    reading.getId(),
                    reading.getMeasuredAt(),
                    reading.getReceivedAt(),
                    record.getStatus().name(),
                    bytes);
        } else {
            held.remove(key);
            released.add(key, reading.getDeviceId(), reading.getId());
        }
    }

    void add(RejectedMessage message) {
        var raw = new byte[message.getRaw().remaining()];
        message.getRaw().duplicate().get(raw);
        rejected.add(
                List.of(message.getId()),
                message.getId(),
                message.getDeviceId(),
                message.getTopic(),
                raw,
                message.getReason(),
                message.getSentence(),
                message.getReceivedAt());
    }

    void write(Connection connection) throws SQLException {
        write(connection, "vitals");
        revisions.execute(connection, "vitals");
    }

    /// @param schema where the tables are
    void write(Connection connection, String schema) throws SQLException {
        for (var statement : List.of(retimed, readings, summaries, noSummaries, held, released, rejected)) {
            statement.execute(connection, schema);
        }
    }

    private static String code(ReceivedReading reading) {
        return ReadingKind.valueOf(reading.getKind().name()).code();
    }

    private static @Nullable String outOfRange(ReceivedReading reading) {
        return reading.getMeasurements().stream()
                .map(Measured::getOutOfRange)
                .filter(Objects::nonNull)
                .map(Enum::name)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String nameOrNull(@Nullable Enum<?> symbol) {
        return symbol == null ? null : symbol.name();
    }
}
