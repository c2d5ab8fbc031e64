package health.vigil.stream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.parts.OnEveryStore;
import health.vigil.schemas.MealContext;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// What the TimescaleDB extension adds: chunks, compression, and readings dropped when an operator wants that.
@OnEveryStore
@EnabledIf(value = "health.vigil.parts.StartMode#isTimescale", disabledReason = "this database has no TimescaleDB")
class TimescaleIT {

    @AutoClose
    private static final TestDatabase DATABASE = new TestDatabase("vitals");

    /// Recent enough to be kept, old enough to be compressed.
    private static final Instant LATELY = Instant.parse("2024-03-29T06:30:00.123Z");

    private static final Instant LONG_AGO = Instant.parse("1999-12-31T23:00:00Z");
    private static final int READINGS = 300;

    @BeforeEach
    void empty() {
        DATABASE.empty("reading");
    }

    @Test
    void readingsAreAHypertableCompressedByPatientAndKind() {
        assertThat(DATABASE.values(String.class, """
                select hypertable_schema || '.' || hypertable_name from timescaledb_information.hypertables
                where compression_enabled
                """)).containsExactly("vitals.reading");
        assertThat(DATABASE.values(String.class, """
                select attname from timescaledb_information.compression_settings
                where hypertable_name = 'reading' and segmentby_column_index is not null
                order by segmentby_column_index
                """)).containsExactly("patient_id", "kind");
        assertThat(DATABASE.values(String.class, """
                select config->>'compress_after' from timescaledb_information.jobs
                where proc_name = 'policy_compression' and hypertable_name = 'reading'
                """)).containsExactly("30 days");
    }

    @Test
    void theCompressionJobLeavesTheRowsAsTheyWere() {
        write(ReadingStatus.FINAL, readings());
        var before = DATABASE.rows("reading");

        runJob("policy_compression");

        assertThat(compressedChunks()).isPositive();
        assertThat(DATABASE.rows("reading")).isEqualTo(before).hasSize(READINGS);
    }

    @Test
    void aReadingThatComesAfterItsChunkWasCompressedIsStored() {
        var readings = readings();
        write(ReadingStatus.FINAL, readings.subList(0, READINGS / 2));
        runJob("policy_compression");

        write(ReadingStatus.FINAL, readings.subList(READINGS / 2, READINGS));

        assertThat(DATABASE.rows("reading")).hasSize(READINGS);
    }

    @Test
    void aCompressedReadingThatComesAgainIsThereOnceAsItWasToldLast() {
        var readings = readings();
        write(ReadingStatus.FINAL, readings);
        runJob("policy_compression");
        var corrected = ReceivedReading.newBuilder(readings.getFirst())
                .setMeal(MealContext.BEDTIME)
                .build();

        write(ReadingStatus.FINAL, readings);
        write(ReadingStatus.ENTERED_IN_ERROR, List.of(corrected));

        var rows = DATABASE.rows("reading");
        assertThat(rows).hasSize(READINGS);
        assertThat(rows)
                .filteredOn(row -> corrected.getId().equals(row.get("reading_id")))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("status", "ENTERED_IN_ERROR")
                        .containsEntry("meal", "BEDTIME"));
    }

    @Test
    void readingsAreDroppedOnlyOnceAnOperatorSaysAfterHowLong() {
        write(ReadingStatus.FINAL, List.of(Records.reading(ReadingKind.WEIGHT, LONG_AGO)));
        write(ReadingStatus.FINAL, List.of(Records.reading(ReadingKind.WEIGHT, LATELY)));
        DATABASE.apply(ProjectionSettings.DEFAULTS);
        assertThat(jobs("policy_retention")).isEmpty();

        DATABASE.apply(new ProjectionSettings("P10Y"));
        runJob("policy_retention");

        assertThat(DATABASE.values(Instant.class, "select measured_at from vitals.reading"))
                .containsExactly(LATELY);
    }

    @Test
    void aChangedPeriodReplacesTheOneBeforeAndNoneEndsIt() {
        DATABASE.apply(new ProjectionSettings("P10Y"));
        DATABASE.apply(new ProjectionSettings("P20Y"));
        assertThat(DATABASE.values(String.class, """
                select config->>'drop_after' from timescaledb_information.jobs where proc_name = 'policy_retention'
                """)).containsExactly("20 years");

        DATABASE.apply(ProjectionSettings.DEFAULTS);

        assertThat(jobs("policy_retention")).isEmpty();
    }

    /// One an hour for twelve days, so in several chunks.
    private static List<ReceivedReading> readings() {
        return IntStream.range(0, READINGS)
                .mapToObj(number -> Records.reading(ReadingKind.GLUCOSE, LATELY.plusSeconds(number * 3600L)))
                .toList();
    }

    private static void write(ReadingStatus status, List<ReceivedReading> readings) {
        var batch = new ProjectionBatch();
        readings.forEach(reading -> batch.add(Records.attributed(status, reading), Records.REVISED_AT));
        DATABASE.write(batch);
    }

    private static List<Integer> jobs(String procedure) {
        return DATABASE.values(
                Integer.class, "select job_id from timescaledb_information.jobs where proc_name = '" + procedure + "'");
    }

    private static void runJob(String procedure) {
        jobs(procedure)
                .forEach(job -> DATABASE.jdbi().useHandle(handle -> handle.execute("call run_job(" + job + ")")));
    }

    private static long compressedChunks() {
        return DATABASE.values(Long.class, "select count(*) from timescaledb_information.chunks where is_compressed")
                .getFirst();
    }
}
