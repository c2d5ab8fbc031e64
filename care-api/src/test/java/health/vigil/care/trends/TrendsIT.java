package health.vigil.care.trends;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.care.readings.StoredReadings;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryStore
class TrendsIT {

    @AutoClose
    private static final TestStore DATABASE = new TestStore("vitals");

    private static final UUID PATIENT = new UUID(1, 1);

    /// The first half past one in the night when the clocks of the JVM's zone are put back.
    private static final Instant START = Instant.parse("2026-11-01T05:30:00Z");

    private static final Instant END = START.plusSeconds(3600);

    private final Trends trends = new Trends(DATABASE.database().jdbi());
    private final StoredReadings stored = new StoredReadings(DATABASE.database().jdbi());

    @BeforeEach
    void empty() {
        DATABASE.empty("vitals.reading, vitals.day_summary");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 29, 30, 100})
    void givesEveryPointOnceInOrderWhateverTheSizeOfAPage(int size) {
        for (var number = 0; number < 30; number++) {
            // Up to five at the same moment.
            insert(START.plusSeconds(number / 5), 100.0 + number);
        }

        var points = pages(size);

        assertThat(points)
                .hasSize(30)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.comparing(Trends.Point::measuredAt)
                        .thenComparing(point -> point.readingId().toString()));
    }

    private List<Trends.Point> pages(int size) {
        var points = new ArrayList<Trends.Point>();
        var after = Cursor.START;
        while (true) {
            var page = trends.raw(range(PATIENT, Metric.GLUCOSE), false, after, size);
            points.addAll(page);
            if (page.size() < size) {
                return points;
            }
            var last = page.getLast();
            after = Cursor.decode(new Cursor(last.measuredAt(), last.readingId()).encode());
        }
    }

    @Test
    @EnabledIf(value = "health.vigil.parts.StartMode#isTimescale", disabledReason = "this database has no TimescaleDB")
    void givesTheSameOfCompressedReadings() {
        for (var number = 0; number < 30; number++) {
            insert(START.plusSeconds(number / 5), 100.0 + number);
        }
        var points = pages(7);
        var latest = stored.latest(PATIENT);

        DATABASE.database()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("select compress_chunk(chunk) from show_chunks('vitals.reading') chunk"));

        assertThat(pages(7)).isEqualTo(points).hasSize(30);
        assertThat(stored.latest(PATIENT)).isEqualTo(latest).containsKey(ReadingKind.GLUCOSE);
    }

    @Test
    @EnabledIf(value = "health.vigil.parts.StartMode#isTimescale", disabledReason = "this database has no TimescaleDB")
    void looksIntoTheChunksOfItsTimeAlone() {
        for (var day = 0; day < 140; day++) {
            insert(START.plus(Duration.ofDays(day)), 100.0);
        }
        DATABASE.database().jdbi().useHandle(handle -> {
            handle.execute("select compress_chunk(chunk) from show_chunks('vitals.reading') chunk");

            var plan = String.join(
                    "\n",
                    handle.createQuery("explain " + Trends.rawSql(Metric.GLUCOSE))
                            .bind("patient", PATIENT)
                            .bind("kind", "glucose")
                            .bind("inErrorToo", false)
                            .bind("from", START.plus(Duration.ofDays(30)))
                            .bind("to", START.plus(Duration.ofDays(37)))
                            .bind("afterTime", Cursor.START.measuredAt())
                            .bind("afterId", Cursor.START.readingId())
                            .bind("outOfRange", true)
                            .mapTo(String.class)
                            .list());

            // A week touches two chunks of twenty-one at most.
            var chunks = Pattern.compile(" _hyper_\\d+_\\d+_chunk")
                    .matcher(plan)
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());
            assertThat(chunks).as(plan).hasSizeBetween(1, 2);
        });
    }

    @Test
    void countsTheFirstMomentAndNotTheLast() {
        insert(START.minusMillis(1), 101.0);
        insert(START, 102.0);
        insert(END.minusMillis(1), 103.0);
        insert(END, 104.0);

        assertThat(raw(Metric.GLUCOSE)).extracting(Trends.Point::value).containsExactly(102.0, 103.0);
    }

    @Test
    void leavesOutWhatWasEnteredInError() {
        insert(START, 102.0);
        DATABASE.database()
                .jdbi()
                .useHandle(handle -> handle.execute("update vitals.reading set status = 'ENTERED_IN_ERROR'"));

        assertThat(raw(Metric.GLUCOSE)).isEmpty();
        assertThat(trends.raw(range(PATIENT, Metric.GLUCOSE), true, Cursor.START, 10))
                .extracting(Trends.Point::status)
                .containsExactly("entered-in-error");
        assertThat(stored.latest(PATIENT)).isEmpty();
    }

    @Test
    void leavesOutOtherPatientsAndOtherKinds() {
        insert(START, 102.0);

        assertThat(trends.raw(range(new UUID(1, 2), Metric.GLUCOSE), false, Cursor.START, 10))
                .isEmpty();
        assertThat(raw(Metric.WEIGHT)).isEmpty();
    }

    @Test
    void tellsOfAMeterThatSaidHiWithoutANumber() {
        insert(START, null);

        assertThat(raw(Metric.GLUCOSE)).singleElement().satisfies(point -> assertThat(point)
                .returns(null, Trends.Point::value)
                .returns("HIGH", Trends.Point::outOfRange)
                .returns(START, Trends.Point::measuredAt)
                .returns(START.plusSeconds(60), Trends.Point::receivedAt));
    }

    @Test
    void leavesOutReadingsThatDoNotHaveTheMetric() {
        DATABASE.database()
                .jdbi()
                .useHandle(handle -> handle.execute("""
                insert into vitals.reading (patient_id, kind, measured_at, reading_id, device_id, received_at, status,
                    clock_suspect, origin, systolic, diastolic, mean_arterial_pressure)
                values (?, 'blood-pressure', ?, ?, ?, ?, 'FINAL', false, 'JSON', 142, 91, 108)
                """, PATIENT, START, new UUID(5, 5), new UUID(6, 6), START));

        assertThat(raw(Metric.SYSTOLIC)).extracting(Trends.Point::value).containsExactly(142.0);
        assertThat(raw(Metric.MEAN_ARTERIAL_PRESSURE))
                .extracting(Trends.Point::value)
                .containsExactly(108.0);
        assertThat(raw(Metric.PULSE)).isEmpty();
    }

    @Test
    void givesAllPointsOneAfterTheOtherToo() {
        for (var number = 0; number < 2500; number++) {
            insert(START.plusMillis(number), 100.0);
        }
        var points = new ArrayList<Trends.Point>();

        trends.each(range(PATIENT, Metric.GLUCOSE), points::add);

        assertThat(points).isEqualTo(trends.raw(range(PATIENT, Metric.GLUCOSE), false, Cursor.START, 10_000));
    }

    @Test
    void givesDaysFromTheFirstToTheLastBothIncludedUpToTheLimit() {
        for (var day = 1; day <= 9; day++) {
            insertDay(LocalDate.of(2026, 11, day), day);
        }
        var second = LocalDate.of(2026, 11, 2);

        assertThat(trends.days(PATIENT, Metric.GLUCOSE, second, second.plusDays(3), 10))
                .extracting(Trends.DayPoint::count)
                .containsExactly(2, 3, 4, 5);
        assertThat(trends.days(PATIENT, Metric.GLUCOSE, second, second.plusDays(3), 2))
                .extracting(Trends.DayPoint::day)
                .containsExactly(second, second.plusDays(1));
        assertThat(trends.days(PATIENT, Metric.WEIGHT, second, second.plusDays(3), 10))
                .isEmpty();
    }

    @Test
    void tellsWhatTheSummaryOfADayTells() {
        insertDay(LocalDate.of(2026, 11, 1), 4);

        assertThat(trends.days(PATIENT, Metric.GLUCOSE, LocalDate.EPOCH, LocalDate.of(2027, 1, 1), 10))
                .containsExactly(new Trends.DayPoint(
                        LocalDate.of(2026, 11, 1), 4, 3, 61.0, 240.0, 120.5, null, 1, 2, 1, 119.25, 11));
    }

    @Test
    void takesTheLatestReadingWhoseTimeCanBeTrusted() {
        insert(START, 100.0);
        insert(END, 100.0);
        DATABASE.database()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("update vitals.reading set clock_suspect = true where measured_at = ?", END));

        assertThat(stored.latest(PATIENT)).containsExactly(Map.entry(ReadingKind.GLUCOSE, START));
    }

    private static Trends.Range range(UUID patient, Metric metric) {
        return new Trends.Range(patient, metric, START, END);
    }

    private List<Trends.Point> raw(Metric metric) {
        return trends.raw(range(PATIENT, metric), false, Cursor.START, 10);
    }

    private static void insert(Instant at, @Nullable Double glucose) {
        DATABASE.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        """
                insert into vitals.reading (patient_id, kind, measured_at, reading_id, device_id, received_at, status,
                    clock_suspect, origin, out_of_range, glucose)
                values (?, 'glucose', ?, ?, ?, ?, 'FINAL', false, 'JSON', ?, ?)
                """,
                        PATIENT,
                        at,
                        NameBased.uuid(at, String.valueOf(glucose)),
                        new UUID(6, 6),
                        at.plusSeconds(60),
                        glucose == null ? "HIGH" : null,
                        glucose));
    }

    private static void insertDay(LocalDate day, int count) {
        DATABASE.database().jdbi().useHandle(handle -> handle.execute("""
                insert into vitals.day_summary (patient_id, metric, day, zone, count, min, max, mean, last, below,
                    in_range, above, rolling_mean, rolling_count, numbers)
                values (?, 'glucose', ?, 'UTC', ?, 61, 240, 120.5, null, 1, 2, 1, 119.25, 11, 3)
                """, PATIENT, day, count));
    }
}
