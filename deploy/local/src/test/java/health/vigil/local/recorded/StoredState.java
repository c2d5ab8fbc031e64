package health.vigil.local.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.local.embedded.EmbeddedDatabase;
import health.vigil.local.recorded.RecordedFiles.Expected;
import health.vigil.local.recorded.RecordedFiles.Refused;
import health.vigil.local.run.RunFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// What a running Vigil has in its database.
final class StoredState {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jdbi jdbi;

    private StoredState(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    static StoredState of(Path home) throws IOException {
        var password = Files.readString(home.resolve("database/password")).strip();
        return new StoredState(Jdbi.create(RunFile.read(home).jdbc(), EmbeddedDatabase.user(), password)
                .installPlugin(new PostgresPlugin()));
    }

    Jdbi jdbi() {
        return jdbi;
    }

    long count(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
    }

    /// Every stored reading with the file that its device played.
    List<Expected> readings() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select split_part(d.label, ' ', 2), r.measured_at, r.out_of_range, r.systolic, r.diastolic,
                            r.pulse, r.glucose, r.weight
                        from vitals.reading r join care.device d using (device_id) where r.status = 'FINAL'
                        """)
                .map((row, _) -> new Expected(
                        row.getString(1),
                        row.getTimestamp(2).toInstant(),
                        Stream.of(3, 4, 5, 6, 7, 8)
                                .flatMap(column -> value(row, column))
                                .toList()))
                .list());
    }

    private static Stream<String> value(ResultSet row, int column) {
        try {
            if (row.getString(column) == null) {
                return Stream.empty();
            }
            return Stream.of(column == 3 ? row.getString(column) : Double.toString(row.getDouble(column)));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Every rejected message, with the fields of its raw bytes.
    Set<Refused> refused() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select split_part(d.label, ' ', 2), r.reason, r.raw
                        from vitals.rejected r join care.device d using (device_id)
                        """)
                .map((row, _) -> refused(row.getString(1), row.getString(2), row.getBytes(3)))
                .collect(Collectors.toSet()));
    }

    private static Refused refused(String file, String reason, byte[] raw) {
        try {
            var json = JSON.readTree(new String(raw, StandardCharsets.UTF_8));
            return new Refused(
                    file,
                    reason,
                    json.path("measuredAt").asText(),
                    json.path("value").asText());
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Everything that the projection and the alert service wrote, row by row.
    Set<String> everything() {
        return Stream.of("vitals.reading", "vitals.day_summary", "vitals.held", "vitals.rejected", "alerts.alert")
                .flatMap(table -> jdbi.withHandle(handle -> handle
                        .createQuery("select '" + table + "' || row_to_json(t)::text from " + table + " t")
                        .mapTo(String.class)
                        .list()
                        .stream()))
                .collect(Collectors.toSet());
    }
}
