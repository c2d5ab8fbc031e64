package health.vigil.care.readings;

import health.vigil.clinical.vitals.Context;
import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Reads a row of `vitals.reading`.
public final class ReadingRow {

    /// What a query must select for [#reading].
    public static final String COLUMNS = """
            patient_id, kind, measured_at, reading_id, received_at, clock_suspect, meal, out_of_range,
            systolic, diastolic, mean_arterial_pressure, pulse, glucose, weight
            """;

    private static final Map<Metric, String> METRICS = columns();

    private ReadingRow() {}

    /// The column of a metric: from the enum, so it may be written into a statement.
    public static String column(Metric metric) {
        return metric.code().replace('-', '_');
    }

    private static Map<Metric, String> columns() {
        var columns = new EnumMap<Metric, String>(Metric.class);
        for (var metric : Metric.values()) {
            columns.put(metric, column(metric));
        }
        return columns;
    }

    /// The reading of a row.
    ///
    /// @param confirmed the readings that a human has said are the patient's
    public static Reading reading(ResultSet row, Set<UUID> confirmed) throws SQLException {
        var kind = ReadingKind.of(row.getString("kind")).orElseThrow();
        var id = row.getObject("reading_id", UUID.class);
        return new Reading(
                id,
                kind,
                moment(row, "measured_at"),
                moment(row, "received_at"),
                row.getBoolean("clock_suspect"),
                measurements(row, kind),
                new Context(
                        Optional.ofNullable(row.getString("meal")).map(Meal::valueOf),
                        Optional.empty(),
                        confirmed.contains(id)));
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static Map<Metric, Value> measurements(ResultSet row, ReadingKind kind) throws SQLException {
        var measurements = new EnumMap<Metric, Value>(Metric.class);
        for (var metric : kind.metrics()) {
            var number = row.getDouble(METRICS.get(metric));
            if (!row.wasNull()) {
                measurements.put(metric, new Value.Exact(number));
            } else if (metric.meterSaysHighOrLow()) {
                measurements.put(metric, Value.OutOfRange.valueOf(row.getString("out_of_range")));
            }
        }
        return measurements;
    }
}
