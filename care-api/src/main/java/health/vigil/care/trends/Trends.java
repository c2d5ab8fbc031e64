package health.vigil.care.trends;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// A patient's readings and day summaries as the projection wrote them.
final class Trends {

    /// One value; without a number where the meter said HI or LO.
    record Point(
            UUID readingId,
            Instant measuredAt,
            Instant receivedAt,
            @Nullable Double value,
            @Nullable String outOfRange,
            boolean clockSuspect,
            @Nullable String meal) {}

    /// One local day. Public for the mapper, which calls its constructor.
    public record DayPoint(
            LocalDate day,
            int count,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            @Nullable Double last,
            int below,
            int inRange,
            int above,
            @Nullable Double rollingMean,
            int rollingCount) {}

    private final Jdbi jdbi;

    Trends(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Points from a moment (inclusive) to another (exclusive), behind the cursor, oldest first.
    List<Point> raw(UUID patient, Metric metric, Instant from, Instant to, Cursor after, int limit) {
        return jdbi.withHandle(
                handle -> rawQuery(handle.createQuery(rawSql(metric) + " limit :limit"), patient, metric, from, to)
                        .bind("limit", limit)
                        .bind("afterTime", after.measuredAt())
                        .bind("afterId", after.readingId())
                        .map(Trends::point)
                        .list());
    }

    /// All of them, one after the other, however many there are.
    void each(UUID patient, Metric metric, Instant from, Instant to, Consumer<Point> consumer) {
        // Within a transaction the driver fetches in portions.
        jdbi.useTransaction(handle -> rawQuery(handle.createQuery(rawSql(metric)), patient, metric, from, to)
                .bind("afterTime", Cursor.START.measuredAt())
                .bind("afterId", Cursor.START.readingId())
                .setFetchSize(1000)
                .map(Trends::point)
                .forEach(consumer));
    }

    private static String rawSql(Metric metric) {
        // The column's name comes from the enum, never from a request.
        var column = metric.code().replace('-', '_');
        return """
                select reading_id, measured_at, received_at, %1$s as value, out_of_range, clock_suspect, meal
                from vitals.reading
                where patient_id = :patient and kind = :kind and status = 'FINAL'
                    and measured_at >= :from and measured_at < :to
                    and (measured_at, reading_id) > (:afterTime, :afterId)
                    and (%1$s is not null or (out_of_range is not null and :outOfRange))
                order by measured_at, reading_id
                """.formatted(column);
    }

    /// By hand: a year has a thousand of them, and a mapper would look up each column's name for each.
    private static Point point(ResultSet row, StatementContext context) throws SQLException {
        var number = row.getDouble(4);
        var value = row.wasNull() ? null : (Double) number;
        return new Point(
                row.getObject(1, UUID.class),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                value,
                row.getString(5),
                row.getBoolean(6),
                row.getString(7));
    }

    private static Query rawQuery(Query query, UUID patient, Metric metric, Instant from, Instant to) {
        return query.bind("patient", patient)
                .bind("kind", ReadingKind.carrying(metric).code())
                .bind("from", from)
                .bind("to", to)
                .bind("outOfRange", metric.meterSaysHighOrLow());
    }

    /// Days from the first (inclusive) to the last (inclusive), oldest first.
    List<DayPoint> days(UUID patient, Metric metric, LocalDate first, LocalDate last, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select day, count, min, max, mean, last, below, in_range, above, rolling_mean, rolling_count
                        from vitals.day_summary
                        where patient_id = :patient and metric = :metric and day between :first and :last
                        order by day limit :limit
                        """)
                .bind("patient", patient)
                .bind("metric", metric.code())
                .bind("first", first)
                .bind("last", last)
                .bind("limit", limit)
                .map(ConstructorMapper.of(DayPoint.class))
                .list());
    }

    /// When that kind of reading was last measured.
    Optional<Instant> latest(UUID patient, ReadingKind kind) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select measured_at from vitals.reading
                        where patient_id = :patient and kind = :kind and status = 'FINAL' and not clock_suspect
                        order by measured_at desc limit 1
                        """)
                .bind("patient", patient)
                .bind("kind", kind.code())
                .mapTo(Instant.class)
                .findOne());
    }
}
