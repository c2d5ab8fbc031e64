package health.vigil.care.exports;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Jdbi;

/// All that is kept of one patient, as an archive of tables that a spreadsheet opens: what the patient may ask for
/// (GDPR, Art. 15 and 20).
final class Everything {

    private final Jdbi jdbi;
    private final Exports exports;

    Everything(Jdbi jdbi, Exports exports) {
        this.jdbi = jdbi;
        this.exports = exports;
    }

    /// Each file's query; nothing is written into it but the patient's id.
    private Map<String, String> tables(UUID patient) {
        var of = "where patient_id = '" + patient + "'";
        var tables = new LinkedHashMap<String, String>();
        tables.put(
                "plans.csv",
                "select version, effective_from, zone, created_by, created_at, %s as reason, document from care.plan %s order by version"
                        .formatted(Copy.harmless("reason"), of));
        tables.put("devices.csv", """
                select device_id, %s as label, user_slot, from_at, until_at
                from care.assignment join care.device using (device_id) %s order by from_at
                """.formatted(Copy.harmless("label"), of));
        tables.put("corrections.csv", """
                select reading_id, measured_at, verdict, %s as reason, marked_by, marked_at, unmarked_by, unmarked_at,
                    %s as unmark_reason
                from care.mark %s order by marked_at
                """.formatted(Copy.harmless("reason"), Copy.harmless("unmark_reason"), of));
        tables.put("time.csv", """
                select day, minutes, %s as activity, logged_by, logged_at, withdrawn_by, withdrawn_at
                from care.time_entry %s order by day, logged_at
                """.formatted(Copy.harmless("activity"), of));
        tables.put("broken-glass.csv", """
                select username, %s as reason, broken_at, until_at, reviewed_by, reviewed_at, %s as review
                from care.break_glass %s order by broken_at
                """.formatted(Copy.harmless("reason"), Copy.harmless("review"), of));
        if (isThere("alerts.alert")) {
            tables.put("alerts.csv", """
                    select alert_id, rule_id, severity, %s as reason, first_at, first_text, worst_text, cleared_at, state,
                        acknowledged_by, acknowledged_at, resolved_by, outcome
                    from alerts.alert %s order by first_at
                    """.formatted(Copy.harmless("reason"), of));
            tables.put("alert-steps.csv", """
                    select alert_id, s.at, s.step, s.who, %s as note
                    from alerts.step s join alerts.alert using (alert_id) %s order by s.at, s.step_id
                    """.formatted(Copy.harmless("s.note"), of));
        }
        for (var trail : new String[] {"care", "alerts"}) {
            if (isThere(trail + ".audit_entry")) {
                tables.put("who-looked-%s.csv".formatted(trail), """
                        select at, who, part, address, action, subject, status from %s.audit_entry
                        where patients @> array['%s'::uuid] order by number
                        """.formatted(trail, patient));
            }
        }
        return tables;
    }

    private boolean isThere(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("select to_regclass(:table) is not null")
                .bind("table", table)
                .mapTo(Boolean.class)
                .one());
    }

    void write(Extract readings, OutputStream out) throws IOException, SQLException {
        var patient = readings.patients().getFirst();
        var zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry("patient.csv"));
        Copy.csv(
                jdbi,
                "select patient_id, zone, created_at from care.patient where patient_id = '" + patient + "'",
                "select '" + patient + "'::uuid",
                List.of(Copy.Part.values()),
                zip);
        zip.closeEntry();
        for (var table : tables(patient).entrySet()) {
            zip.putNextEntry(new ZipEntry(table.getKey()));
            Copy.csv(jdbi, table.getValue(), zip);
            zip.closeEntry();
        }
        zip.putNextEntry(new ZipEntry("readings.csv"));
        exports.csv(readings, zip);
        zip.closeEntry();
        zip.putNextEntry(new ZipEntry("observations.ndjson"));
        exports.ndjson(readings, zip);
        zip.closeEntry();
        zip.finish();
    }
}
