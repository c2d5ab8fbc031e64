package health.vigil.care.fhir;

import health.vigil.care.readings.ReadingRow;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A stored reading with what FHIR tells of it.
///
/// @param revisedAt when Vigil last learned something of it
/// @param outOfRange `HIGH` or `LOW` where the meter gave no number
/// @param zone the patient's
record StoredObservation(
        UUID patientId,
        UUID readingId,
        UUID deviceId,
        ReadingKind kind,
        Instant measuredAt,
        Instant receivedAt,
        Instant revisedAt,
        boolean isFinal,
        boolean clockSuspect,
        @Nullable String outOfRange,
        Map<Metric, Double> numbers,
        ZoneId zone) {

    static StoredObservation of(ResultSet row) throws SQLException {
        var numbers = new EnumMap<Metric, Double>(Metric.class);
        for (var metric : Metric.values()) {
            var number = row.getDouble(ReadingRow.column(metric));
            if (!row.wasNull()) {
                numbers.put(metric, number);
            }
        }
        return new StoredObservation(
                row.getObject("patient_id", UUID.class),
                row.getObject("reading_id", UUID.class),
                row.getObject("device_id", UUID.class),
                ReadingKind.of(row.getString("kind")).orElseThrow(),
                moment(row, "measured_at"),
                moment(row, "received_at"),
                moment(row, "revised_at"),
                row.getString("status").equals("FINAL"),
                row.getBoolean("clock_suspect"),
                row.getString("out_of_range"),
                numbers,
                ZoneId.of(row.getString("zone")));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
