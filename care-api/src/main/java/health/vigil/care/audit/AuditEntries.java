package health.vigil.care.audit;

import com.fasterxml.jackson.databind.ObjectWriter;
import health.vigil.kit.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The trails in the database: of the care API, and of the alert service where that runs by itself.
final class AuditEntries {

    static final List<String> TRAILS = List.of("care", "alerts");

    private static final int FETCHED = 1000;
    private static final ObjectWriter LINE = Json.MAPPER.writer();

    private final Jdbi jdbi;

    AuditEntries(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private static List<String> there(Handle handle) {
        return TRAILS.stream()
                .filter(trail -> handle.createQuery("select to_regclass(:table) is not null")
                        .bind("table", trail + ".audit_entry")
                        .mapTo(Boolean.class)
                        .one())
                .toList();
    }

    /// The latest first.
    List<AuditEntry> find(AuditFilter filter) {
        return jdbi.withHandle(handle -> {
            var all = there(handle).stream()
                    .map(trail -> "select '%1$s' as trail, e.* from %1$s.audit_entry e".formatted(trail))
                    .collect(Collectors.joining(" union all "));
            return handle.createQuery("""
                            select e.*, coalesce(a.display_name, '') as name
                            from (%s) e left join care.account a on a.username = e.who
                            where (cast(:who as text) is null or e.who = :who)
                                and (cast(:patient as uuid) is null or e.patients @> array[cast(:patient as uuid)])
                                and (cast(:action as text) is null or strpos(lower(e.action), lower(:action)) > 0)
                                and (cast(:from as timestamptz) is null or e.at >= :from)
                                and (cast(:to as timestamptz) is null or e.at < :to)
                                and (cast(:before as timestamptz) is null or e.at < :before)
                            order by e.at desc, e.trail, e.number desc limit :limit
                            """.formatted(all))
                    .bind("who", filter.who().orElse(null))
                    .bind("patient", filter.patient().orElse(null))
                    .bind("action", filter.action().orElse(null))
                    .bind("from", filter.from().orElse(null))
                    .bind("to", filter.to().orElse(null))
                    .bind("before", filter.before().orElse(null))
                    .bind("limit", filter.limit())
                    .map((row, _) -> entry(row))
                    .list();
        });
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getString("trail"),
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("who"),
                row.getString("name"),
                row.getString("part"),
                row.getString("address"),
                row.getString("action"),
                row.getString("subject"),
                row.getInt("status"),
                List.of((UUID[]) row.getArray("patients").getArray()),
                HexFormat.of().formatHex(row.getBytes("hash")));
    }

    /// Writes a trail from its first entry on, each entry in a line of JSON.
    void write(String trail, OutputStream out) throws IOException {
        var failure = jdbi.inTransaction(handle -> {
            if (!there(handle).contains(trail)) {
                return Optional.<IOException>empty();
            }
            try (var entries = handle
                    .createQuery("select '%1$s' as trail, '' as name, e.* from %1$s.audit_entry e order by number"
                            .formatted(trail))
                    .setFetchSize(FETCHED)
                    .map((row, _) -> entry(row))
                    .stream()) {
                for (var entry : (Iterable<AuditEntry>) entries::iterator) {
                    out.write(LINE.writeValueAsBytes(entry));
                    out.write('\n');
                }
                return Optional.<IOException>empty();
            } catch (IOException lost) {
                return Optional.of(lost);
            }
        });
        if (failure.isPresent()) {
            throw failure.get();
        }
    }
}
