package health.vigil.stream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.parts.OnEveryStore;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryStore
class ProjectionBatchIT {

    @AutoClose
    private static final TestDatabase DATABASE = new TestDatabase("vitals");

    private static final ReceivedReading GLUCOSE = Records.reading(ReadingKind.GLUCOSE, Records.MORNING);
    private static final byte[] BYTES = Records.bytes(held(HoldStatus.HELD));

    @BeforeEach
    void empty() {
        DATABASE.empty("reading", "day_summary", "held", "rejected");
    }

    @Test
    void makesTheSameRowsWhenTheSameRecordsComeAgain() {
        write(ProjectionBatchIT::everything);
        var once = tables();

        write(ProjectionBatchIT::everything);

        assertThat(tables()).isEqualTo(once).allSatisfy((_, rows) -> assertThat(rows)
                .isNotEmpty());
    }

    @Test
    void makesTheSameRowsOfOneBatchAsOfMany() {
        write(batch -> batch.add(held(HoldStatus.HELD), BYTES));
        write(batch -> batch.add(held(HoldStatus.RELEASED), BYTES));
        write(batch -> batch.add(Records.attributed(ReadingStatus.FINAL, GLUCOSE), Records.REVISED_AT));
        var many = tables();
        empty();

        write(batch -> {
            batch.add(held(HoldStatus.HELD), BYTES);
            batch.add(held(HoldStatus.RELEASED), BYTES);
            batch.add(Records.attributed(ReadingStatus.FINAL, GLUCOSE), Records.REVISED_AT);
        });

        assertThat(tables()).isEqualTo(many);
    }

    @Test
    void keepsTheLastOfSeveralVersionsOfAReadingInOneBatch() {
        var withMeal =
                ReceivedReading.newBuilder(GLUCOSE).setMeal(MealContext.BEDTIME).build();

        write(batch -> {
            batch.add(Records.attributed(ReadingStatus.FINAL, GLUCOSE), Records.REVISED_AT);
            batch.add(Records.attributed(ReadingStatus.ENTERED_IN_ERROR, withMeal), Records.REVISED_AT);
        });

        assertThat(rows("reading")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("status", "ENTERED_IN_ERROR")
                .containsEntry("meal", "BEDTIME"));
    }

    @Test
    void bringsAReadingBackThatWasEnteredInErrorForAWhile() {
        write(batch -> batch.add(Records.attributed(ReadingStatus.ENTERED_IN_ERROR, GLUCOSE), Records.REVISED_AT));

        write(batch -> batch.add(Records.attributed(ReadingStatus.FINAL, GLUCOSE), Records.REVISED_AT));

        assertThat(rows("reading")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("status", "FINAL"));
    }

    @Test
    void removesAHeldReadingWhenItIsReleased() {
        write(batch -> batch.add(held(HoldStatus.HELD), BYTES));

        write(batch -> batch.add(held(HoldStatus.RELEASED), BYTES));

        assertThat(rows("held")).isEmpty();
    }

    @Test
    void holdsAReadingAgainThatWasReleasedInTheSameBatch() {
        write(batch -> {
            batch.add(held(HoldStatus.HELD), BYTES);
            batch.add(held(HoldStatus.RELEASED), BYTES);
            batch.add(held(HoldStatus.HELD), BYTES);
        });

        assertThat(rows("held")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("reading", HexFormat.of().formatHex(BYTES)));
    }

    @Test
    void removesTheRowsOfADayThatHasNoReadingsAnyMore() {
        write(batch -> batch.add(Records.summary(ReadingKind.GLUCOSE, 3, Metric.GLUCOSE)));

        write(batch -> batch.add(Records.summary(ReadingKind.GLUCOSE, 0)));

        assertThat(rows("day_summary")).isEmpty();
    }

    @Test
    void removesTheRowOfAMetricThatNoReadingOfTheDayHasAnyMore() {
        write(batch -> batch.add(
                Records.summary(ReadingKind.BLOOD_PRESSURE, 3, Metric.SYSTOLIC, Metric.DIASTOLIC, Metric.PULSE)));

        write(batch -> batch.add(Records.summary(ReadingKind.BLOOD_PRESSURE, 2, Metric.SYSTOLIC, Metric.DIASTOLIC)));

        assertThat(rows("day_summary")).extracting(row -> row.get("metric")).containsOnly("systolic", "diastolic");
        assertThat(rows("day_summary")).extracting(row -> row.get("count")).containsOnly(2);
    }

    @Test
    void keepsTheLastOfSeveralSummariesOfADayInOneBatch() {
        write(batch -> {
            batch.add(Records.summary(ReadingKind.WEIGHT, 1, Metric.WEIGHT));
            batch.add(Records.summary(ReadingKind.WEIGHT, 0));
            batch.add(Records.summary(ReadingKind.WEIGHT, 2, Metric.WEIGHT));
            batch.add(Records.summary(ReadingKind.GLUCOSE, 1, Metric.GLUCOSE));
            batch.add(Records.summary(ReadingKind.GLUCOSE, 0));
        });

        assertThat(rows("day_summary")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("metric", "weight")
                .containsEntry("count", 2)
                .containsEntry("mean", 80.25)
                .containsEntry("last", null)
                .containsEntry("in_range", 2)
                .containsEntry("rolling_mean", 79.125)
                .containsEntry("zone", "Europe/Berlin"));
    }

    @ParameterizedTest
    @EnumSource
    void writesEachMetricIntoItsOwnColumn(Metric metric) {
        write(batch -> batch.add(
                Records.attributed(ReadingStatus.FINAL, Records.reading(ReadingKind.carrying(metric), Records.MORNING)),
                Records.REVISED_AT));

        assertThat(rows("reading")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry(column(metric), Records.valueOf(metric)));
    }

    @Test
    void hasAColumnForEachMetricAndNoOther() {
        var numbers = DATABASE.values(String.class, """
                select column_name from information_schema.columns
                where table_schema = 'vitals' and table_name = 'reading' and data_type = 'double precision'
                """);

        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Metric.values())
                        .map(ProjectionBatchIT::column)
                        .toList());
    }

    @Test
    void keepsThatTheMeterSaidHiWithoutANumber() {
        write(batch -> batch.add(
                Records.attributed(ReadingStatus.FINAL, Records.tooHigh(Records.MORNING)), Records.REVISED_AT));

        assertThat(rows("reading")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("out_of_range", "HIGH")
                .containsEntry("glucose", null));
    }

    /// Among them both half past one in the night when the clocks of the JVM's zone are put back.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-01T05:30:00Z",
                "2026-11-01T06:30:00Z",
                "2026-03-08T07:30:00.999Z",
                "1970-01-01T00:00:00.001Z",
                "2099-12-31T23:59:59.999Z"
            })
    void givesMomentsBackExactly(Instant moment) {
        write(batch -> {
            batch.add(
                    Records.attributed(ReadingStatus.FINAL, Records.reading(ReadingKind.WEIGHT, moment)),
                    Records.REVISED_AT);
            batch.add(new HeldReading(HoldStatus.HELD, Records.reading(ReadingKind.WEIGHT, moment)), BYTES);
            batch.add(Records.rejected(moment));
        });

        assertThat(moments("select measured_at from vitals.reading union all select measured_at from vitals.held"))
                .containsOnly(moment);
        assertThat(moments("select received_at from vitals.reading union all select received_at from vitals.held"))
                .containsOnly(moment.plusMillis(1001));
        assertThat(moments("select received_at from vitals.rejected")).containsExactly(moment);
    }

    @Test
    void givesTheDayBackExactly() {
        write(batch -> batch.add(Records.summary(ReadingKind.WEIGHT, 1, Metric.WEIGHT)));

        assertThat(DATABASE.values(LocalDate.class, "select day from vitals.day_summary"))
                .containsExactly(Records.DAY);
    }

    @Test
    void keepsTheFirstReceiptOfARejectedMessageThatCameAgain() {
        write(batch -> batch.add(Records.rejected(Records.MORNING)));

        write(batch -> batch.add(Records.rejected(Records.MORNING.plusSeconds(60))));

        assertThat(moments("select received_at from vitals.rejected")).containsExactly(Records.MORNING);
    }

    private static void everything(ProjectionBatch batch) {
        for (var kind : ReadingKind.values()) {
            batch.add(
                    Records.attributed(ReadingStatus.FINAL, Records.reading(kind, Records.MORNING)),
                    Records.REVISED_AT);
            batch.add(Records.summary(kind, 3, kind.metrics().toArray(Metric[]::new)));
        }
        batch.add(held(HoldStatus.HELD), BYTES);
        batch.add(Records.rejected(Records.MORNING));
    }

    private static HeldReading held(HoldStatus status) {
        return new HeldReading(status, GLUCOSE);
    }

    private static String column(Metric metric) {
        return metric.code().replace('-', '_');
    }

    private static void write(Consumer<ProjectionBatch> records) {
        var batch = new ProjectionBatch();
        records.accept(batch);
        DATABASE.write(batch);
    }

    private static Map<String, List<Map<String, Object>>> tables() {
        return DATABASE.tables("reading", "day_summary", "held", "rejected");
    }

    private static List<Map<String, Object>> rows(String table) {
        return DATABASE.rows(table);
    }

    private static List<Instant> moments(String sql) {
        return DATABASE.values(Instant.class, sql);
    }
}
