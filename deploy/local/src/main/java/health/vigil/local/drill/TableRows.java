package health.vigil.local.drill;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/// The rows of the database, as [TopicRows] has those that the topics demand.
final class TableRows {

    private TableRows() {}

    static Map<String, String> read(Jdbi jdbi) {
        var rows = new HashMap<String, String>();
        jdbi.useHandle(handle -> {
            handle.createQuery("""
                            select 'reading ' || patient_id || ' ' || reading_id,
                                device_id || ' ' || coalesce(sequence::text, 'null')
                                    || ' ' || round(extract(epoch from measured_at) * 1000)
                                    || ' ' || round(extract(epoch from received_at) * 1000) || ' ' || status
                            from vitals.reading
                            union all select 'held ' || reading_id, device_id::text from vitals.held
                            union all select 'rejected ' || rejection_id, reason from vitals.rejected
                            union all select 'alert ' || alert_id,
                                revision || ' ' || severity || ' ' || readings || ' ' || late
                            from alerts.alert
                            """)
                    .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
                    .forEach(row -> rows.put(row.getKey(), row.getValue()));
            handle.createQuery("""
                            select 'day ' || patient_id || ' ' || day || ' ' || metric, count, min, max, mean, last,
                                below, in_range, above, rolling_mean, rolling_count, numbers
                            from vitals.day_summary
                            """)
                    .map((row, _) -> {
                        var values = new StringBuilder();
                        for (var column = 2; column <= 12; column++) {
                            // As Java writes numbers, as on the other side.
                            values.append(column == 2 ? "" : " ").append(row.getObject(column));
                        }
                        return Map.entry(row.getString(1), values.toString());
                    })
                    .forEach(row -> rows.put(row.getKey(), row.getValue()));
        });
        return rows;
    }
}
