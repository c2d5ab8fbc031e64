package health.vigil.stream.projection;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.parts.OnEveryStore;
import health.vigil.parts.TestStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tables of all services, from empty and from each earlier shape.
@OnEveryStore
class MigrationsIT {

    @AutoClose
    private static final TestStore STORE = new TestStore();

    private static final Instant FIRST = Instant.parse("2020-01-01T06:00:00Z");
    private static final int READINGS = 60;

    private final Jdbi jdbi = STORE.database().jdbi();

    @AfterEach
    void dropAll() {
        jdbi.useHandle(handle -> List.of("vitals", "alerts", "care")
                .forEach(schema -> handle.execute("drop schema if exists " + schema + " cascade")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vitals", "alerts", "care"})
    void everyEarlierShapeBecomesTheSameAsANewOne(String schema) {
        STORE.migrate(schema, "latest");
        var fresh = columns(schema);
        var versions = STORE.versions(schema);
        dropAll();

        for (var version : versions) {
            STORE.migrate(schema, version);
            STORE.migrate(schema, "latest");

            assertThat(columns(schema)).as("from version " + version).isEqualTo(fresh);
            dropAll();
        }
        assertThat(fresh).isNotEmpty();
        assertThat(versions).hasSizeGreaterThan(1);
    }

    @Test
    void readingsOfTheFirstShapeAreAllThereAfterwards() {
        STORE.migrate("vitals", "1");
        for (var month = 0; month < READINGS; month++) {
            insert(FIRST.plusSeconds(month * 30L * 86_400));
        }
        var before = readings();

        STORE.migrate("vitals", "latest");

        assertThat(readings()).isEqualTo(before).hasSize(READINGS);
    }

    @Test
    void whatIsUpToDateIsLeftAsItIs() {
        STORE.migrate("vitals", "latest");
        insert(FIRST);

        STORE.migrate("vitals", "latest");

        assertThat(readings()).hasSize(1);
    }

    private void insert(Instant at) {
        jdbi.useHandle(handle ->
                handle.execute("""
                insert into vitals.reading (patient_id, kind, measured_at, reading_id, device_id, received_at, status,
                    clock_suspect, origin, glucose)
                values (?, 'glucose', ?, ?, ?, ?, 'FINAL', false, 'JSON', 100.5)
                """, Records.PATIENT, at, new UUID(0, at.getEpochSecond()), Records.DEVICE, at));
    }

    private List<Map<String, Object>> readings() {
        return rows("select measured_at, reading_id, status, glucose from vitals.reading order by measured_at");
    }

    private List<Map<String, Object>> columns(String schema) {
        return rows("""
                select table_name, column_name, data_type, is_nullable, column_default
                from information_schema.columns
                where table_schema = '%s' and table_name <> 'flyway_schema_history'
                order by table_name, column_name
                """.formatted(schema));
    }

    private List<Map<String, Object>> rows(String sql) {
        return jdbi.withHandle(handle -> handle.createQuery(sql).mapToMap().list());
    }
}
