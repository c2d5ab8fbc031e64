package health.vigil.care.exports;

import health.vigil.care.fhir.FhirLines;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// Writes readings as they come from the database, so that it does not matter how many they are.
final class Exports {

    private final Jdbi jdbi;

    Exports(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// COPY takes no parameters: what is written into the statement are ids and moments, never anybody's text.
    private static String condition(Extract extract) {
        return "r.patient_id in (%s) and r.measured_at >= '%s' and r.measured_at < '%s'"
                .formatted(
                        extract.patients().stream().map(UUID::toString).collect(Collectors.joining("', '", "'", "'")),
                        extract.from(),
                        extract.to());
    }

    /// How many readings there are.
    long count(Extract extract) {
        return extract.patients().isEmpty()
                ? 0
                : jdbi.withHandle(handle -> handle.createQuery(
                                "select count(*) from vitals.reading r where " + condition(extract))
                        .mapTo(Long.class)
                        .one());
    }

    /// The database writes the lines itself.
    void csv(Extract extract, OutputStream out) throws IOException, SQLException {
        var condition = extract.patients().isEmpty() ? "false" : condition(extract);
        // Names and labels once for each patient and device, and times as the database writes them: a year of many
        // patients is millions of lines.
        var sql = """
                    with p as materialized (
                        select patient_id, zone from care.patient),
                    d as materialized (select device_id, %1$s as device from care.device)
                    select r.patient_id, r.kind,
                        r.measured_at at time zone 'UTC' as measured_at_utc,
                        r.measured_at at time zone p.zone as local_time, p.zone,
                        r.received_at at time zone 'UTC' as received_at_utc,
                        r.systolic as "systolic_mm[Hg]", r.diastolic as "diastolic_mm[Hg]",
                        r.mean_arterial_pressure as "mean_arterial_pressure_mm[Hg]", r.pulse as "pulse_/min",
                        r.glucose as "glucose_mg/dL", r.weight as weight_kg, r.out_of_range, r.meal, r.status,
                        r.clock_suspect, r.said_time, r.timing, r.manual, d.device, r.device_id, r.reading_id
                    from vitals.reading r join p using (patient_id) left join d using (device_id)
                    where %2$s
                    order by r.patient_id, r.kind, r.measured_at, r.reading_id
                """.formatted(Copy.harmless("label"), condition);
        var patients = extract.patients().stream()
                .map(id -> "'" + id + "'::uuid")
                .collect(Collectors.joining(", ", "select unnest(array[", "]::uuid[])"));
        Copy.csv(jdbi, sql, patients, List.of(Copy.Part.FAMILY_NAME, Copy.Part.GIVEN_NAME), out);
    }

    /// Each Observation in a line.
    void ndjson(Extract extract, OutputStream out) throws IOException {
        var lines = new FhirLines(jdbi);
        for (var patient : extract.patients()) {
            lines.write(patient, extract.from(), extract.to(), out);
        }
    }
}
