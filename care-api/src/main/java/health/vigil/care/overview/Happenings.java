package health.vigil.care.overview;

import health.vigil.care.plans.Plans;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Finds what happened in a period. The alerts are the alert service's, and only read here.
final class Happenings {

    private static final int MOST = 500;

    private final Jdbi jdbi;
    private final Plans plans;

    Happenings(Jdbi jdbi, Plans plans) {
        this.jdbi = jdbi;
        this.plans = plans;
    }

    /// From a moment (inclusive) to another (exclusive), oldest first; of alerts the latest [#MOST].
    List<Happening> of(UUID patient, Instant from, Instant to) {
        var versions = plans.versions(patient).stream()
                .filter(version -> !version.effectiveFrom().isBefore(from)
                        && version.effectiveFrom().isBefore(to))
                .map(version -> new Happening(
                        "plan",
                        version.effectiveFrom(),
                        null,
                        "",
                        "Care plan, version " + version.version(),
                        version.reason().isEmpty()
                                ? "by " + version.createdBy()
                                : version.reason() + " (" + version.createdBy() + ")"));
        return Stream.concat(versions, alerts(patient, from, to).stream())
                .sorted(Comparator.comparing(Happening::at))
                .toList();
    }

    private List<Happening> alerts(UUID patient, Instant from, Instant to) {
        return jdbi.withHandle(handle -> isThere(handle)
                ? handle.createQuery("""
                                select severity, first_at, cleared_at, worst_text, reason, state, outcome,
                                    acknowledged_by, resolved_by, note
                                from alerts.alert
                                where patient_id = :patient and first_at >= :from and first_at < :to
                                    and state not in ('withdrawn', 'superseded')
                                order by first_at desc limit :most
                                """)
                        .bind("patient", patient)
                        .bind("from", from)
                        .bind("to", to)
                        .bind("most", MOST)
                        .map((row, _) -> alert(row))
                        .list()
                : List.of());
    }

    /// The alert service may not have been there yet.
    private static boolean isThere(Handle handle) {
        return handle.createQuery("select to_regclass('alerts.alert') is not null")
                .mapTo(Boolean.class)
                .one();
    }

    private static Happening alert(ResultSet row) throws SQLException {
        var cleared = row.getObject("cleared_at", OffsetDateTime.class);
        var story = new StringBuilder(row.getString("state"));
        add(story, ", acknowledged by ", row.getString("acknowledged_by"));
        add(story, ", resolved by ", row.getString("resolved_by"));
        add(story, ": ", row.getString("outcome"));
        add(story, ". ", row.getString("note"));
        return new Happening(
                "alert",
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                cleared == null ? null : cleared.toInstant(),
                row.getString("severity"),
                row.getString("severity").toLowerCase(Locale.ROOT) + ": " + row.getString("worst_text") + ", "
                        + row.getString("reason"),
                story.toString());
    }

    private static void add(StringBuilder story, String before, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            story.append(before).append(text);
        }
    }
}
