package health.vigil.care.trends;

import health.vigil.care.readings.ReadingRow;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// A patient's readings and day summaries as the projection wrote them.
final class Trends {

    /// One value; without a number where the meter said HI or LO.
    ///
    /// @param status `final`, or `entered-in-error`: shown where it was asked for, and counted nowhere
    record Point(
            UUID readingId,
            Instant measuredAt,
            Instant receivedAt,
            @Nullable Double value,
            @Nullable String outOfRange,
            boolean clockSuspect,
            @Nullable String meal,
            String status) {}

    /// Which readings: of one metric, from a moment (inclusive) to another (exclusive).
    record Range(UUID patient, Metric metric, Instant from, Instant to) {}

    /// One hour of the patient's clock, by the moment it begins. Public for the mapper, like the following.
    public record HourPoint(
            Instant hour,
            int count,
            int numbers,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean) {}

    /// Some local days together, a week or a month, by the day it begins on.
    ///
    /// @param days with readings
    public record SpanPoint(
            LocalDate day,
            int days,
            int count,
            int numbers,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            int below,
            int inRange,
            int above) {}

    /// One local day. Public for the mapper, which calls its constructor.
    public record DayPoint(
            LocalDate day,
            int count,
            int numbers,
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

    /// Points behind the cursor, oldest first.
    ///
    /// @param inErrorToo also those that were entered in error
    List<Point> raw(Range range, boolean inErrorToo, Cursor after, int limit) {
        return jdbi.withHandle(handle -> rawQuery(handle, rawSql(range.metric()) + " limit :limit", range, inErrorToo)
                .bind("limit", limit)
                .bind("afterTime", after.measuredAt())
                .bind("afterId", after.readingId())
                .map(Trends::point)
                .list());
    }

    /// All that are not in error, one after the other, however many there are.
    void each(Range range, Consumer<Point> consumer) {
        // Within a transaction the driver fetches in portions.
        jdbi.useTransaction(handle -> rawQuery(handle, rawSql(range.metric()), range, false)
                .bind("afterTime", Cursor.START.measuredAt())
                .bind("afterId", Cursor.START.readingId())
                .setFetchSize(1000)
                .map(Trends::point)
                .forEach(consumer));
    }

    static String rawSql(Metric metric) {
        return """
                select reading_id, measured_at, received_at, %1$s as value, out_of_range, clock_suspect, meal, status
                from vitals.reading
                where patient_id = :patient and kind = :kind and (status = 'FINAL' or :inErrorToo)
                    and measured_at >= :from and measured_at < :to
                    and (measured_at, reading_id) > (:afterTime, :afterId)
                    and (%1$s is not null or (out_of_range is not null and :outOfRange))
                order by measured_at, reading_id
                """.formatted(ReadingRow.column(metric));
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
                row.getString(7),
                row.getString(8).toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static Query rawQuery(Handle handle, String sql, Range range, boolean inErrorToo) {
        return bound(handle.createQuery(sql), range).bind("inErrorToo", inErrorToo);
    }

    private static Query bound(Query query, Range range) {
        return query.bind("patient", range.patient())
                .bind("kind", ReadingKind.carrying(range.metric()).code())
                .bind("from", range.from())
                .bind("to", range.to())
                .bind("outOfRange", range.metric().meterSaysHighOrLow());
    }

    /// Hours of that zone's clock that have readings, oldest first. The hour that the clock shows twice is two.
    List<HourPoint> hours(Range range, ZoneId zone, int limit) {
        return jdbi.withHandle(
                handle -> bound(handle.createQuery("""
                        select date_trunc('hour', measured_at, :zone) as hour, count(*) as count,
                            count(%1$s) as numbers, min(%1$s) as min, max(%1$s) as max, avg(%1$s) as mean
                        from vitals.reading
                        where patient_id = :patient and kind = :kind and status = 'FINAL' and not clock_suspect
                            and measured_at >= :from and measured_at < :to
                            and (%1$s is not null or (out_of_range is not null and :outOfRange))
                        group by 1 order by 1 limit :limit
                        """.formatted(ReadingRow.column(range.metric()))), range)
                        .bind("zone", zone.getId())
                        .bind("limit", limit)
                        .map(ConstructorMapper.of(HourPoint.class))
                        .list());
    }

    /// Days from the first (inclusive) to the last (inclusive), oldest first.
    List<DayPoint> days(UUID patient, Metric metric, LocalDate first, LocalDate last, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select day, count, coalesce(numbers, count) as numbers, min, max, mean, last, below, in_range,
                            above, rolling_mean, rolling_count
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

    /// Weeks or months of those days.
    ///
    /// @param unit `week` or `month`
    List<SpanPoint> spans(UUID patient, Metric metric, String unit, LocalDate first, LocalDate last, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select date_trunc(:unit, day::timestamp)::date as day, count(*) as days, sum(count) as count,
                            sum(coalesce(numbers, count)) as numbers, min(min) as min, max(max) as max,
                            sum(mean * coalesce(numbers, count)) / nullif(sum(coalesce(numbers, count)), 0) as mean,
                            sum(below) as below, sum(in_range) as in_range, sum(above) as above
                        from vitals.day_summary
                        where patient_id = :patient and metric = :metric and day between :first and :last
                        group by 1 order by 1 limit :limit
                        """)
                .bind("unit", unit)
                .bind("patient", patient)
                .bind("metric", metric.code())
                .bind("first", first)
                .bind("last", last)
                .bind("limit", limit)
                .map(ConstructorMapper.of(SpanPoint.class))
                .list());
    }
}
