package health.vigil.stream.projection;

import health.vigil.kit.database.Database;
import health.vigil.kit.database.Difference;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.TopicReader;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jdbi.v3.core.Handle;

/// Makes the projection anew from the beginning of the topics, beside the live one, compares, and puts right.
///
/// The new rows go into the schema `vitals_rebuild` while the live projection and everybody who reads it go on. Then,
/// in one transaction, the live tables are locked against writers (not against readers), what has come meanwhile is
/// read to the end, and every row that differs is replaced. The live projection waits for that, and goes on behind it:
/// what it writes again makes the same rows.
public final class Rebuild {

    private static final String SCHEMA = "vitals_rebuild";
    private static final List<Topic<?>> TOPICS =
            List.of(Topics.READINGS, Topics.SUMMARIES, Topics.HELD, Topics.REJECTED);

    /// A table with the columns that make a row the same row.
    private record Table(String name, String key) {}

    private static final List<Table> TABLES = List.of(
            new Table("reading", "patient_id, kind, measured_at, reading_id"),
            new Table("day_summary", "patient_id, metric, day"),
            new Table("held", "device_id, reading_id"),
            new Table("rejected", "rejection_id"));

    private final Database database;
    private final Wire wire;
    private final boolean compareOnly;

    private Rebuild(Database database, Wire wire, boolean compareOnly) {
        this.database = database;
        this.wire = wire;
        this.compareOnly = compareOnly;
    }

    /// Returns once the live rows are right, or are compared.
    ///
    /// @param compareOnly changes nothing
    /// @throws SQLException when the database fails; the live rows are as they were
    public static List<Difference> run(
            KafkaSettings kafka, Wire wire, Database database, boolean compareOnly, TopicReader.Progress progress)
            throws SQLException {
        var rebuild = new Rebuild(database, wire, compareOnly);
        database.jdbi().useTransaction(Rebuild::prepare);
        try (var topics = new TopicReader(kafka, "vigil-rebuild", TOPICS, progress)) {
            topics.readToEnd(records -> database.jdbi().useTransaction(handle -> rebuild.write(handle, records)));
            return rebuild.swap(topics);
        } finally {
            database.jdbi().useHandle(handle -> handle.execute("drop schema if exists " + SCHEMA + " cascade"));
        }
    }

    private static void prepare(Handle handle) {
        handle.execute("drop schema if exists " + SCHEMA + " cascade");
        handle.execute("create schema " + SCHEMA);
        for (var table : TABLES) {
            handle.execute("create unlogged table %s.%s (like vitals.%s including defaults, primary key (%s))"
                    .formatted(SCHEMA, table.name(), table.name(), table.key()));
        }
    }

    private void write(Handle handle, ConsumerRecords<byte[], byte[]> records) throws SQLException {
        var batch = new ProjectionBatch();
        records.records(Topics.READINGS.name())
                .forEach(record ->
                        batch.add(decode(Topics.READINGS, record.value()), Instant.ofEpochMilli(record.timestamp())));
        records.records(Topics.SUMMARIES.name()).forEach(record -> batch.add(decode(Topics.SUMMARIES, record.value())));
        records.records(Topics.HELD.name())
                .forEach(record -> batch.add(decode(Topics.HELD, record.value()), record.value()));
        records.records(Topics.REJECTED.name()).forEach(record -> batch.add(decode(Topics.REJECTED, record.value())));
        batch.write(handle.getConnection(), SCHEMA);
    }

    private <V extends SpecificRecord> V decode(Topic<V> topic, byte[] value) {
        return wire.deserializer(topic).deserialize(topic.name(), value);
    }

    private List<Difference> swap(TopicReader topics) throws SQLException {
        return database.jdbi().inTransaction(handle -> {
            handle.execute(
                    "lock table vitals.reading, vitals.day_summary, vitals.held, vitals.rejected in exclusive mode");
            topics.readToEnd(records -> write(handle, records));
            var found = new ArrayList<Difference>();
            for (var table : TABLES) {
                found.add(compare(handle, table));
                if (!compareOnly) {
                    replace(handle, table);
                }
            }
            if (!compareOnly) {
                reviseAll(handle);
            }
            return found;
        });
    }

    /// What was made of the old rows is out of date.
    private static void reviseAll(Handle handle) {
        handle.execute("""
                insert into vitals.patient_revision (patient_id)
                select patient_id from vitals.reading union select patient_id from vitals.patient_revision
                on conflict (patient_id) do update set tx = excluded.tx
                """);
    }

    private static Difference compare(Handle handle, Table table) {
        return Difference.of(
                handle,
                table.name(),
                table.key(),
                "select * from vitals." + table.name(),
                "select * from " + SCHEMA + "." + table.name());
    }

    private static void replace(Handle handle, Table table) {
        handle.execute("""
                delete from vitals.%1$s where (%2$s) in (
                    select %2$s from (select * from vitals.%1$s except select * from %3$s.%1$s) wrong)
                """.formatted(table.name(), table.key(), SCHEMA));
        handle.execute("insert into vitals.%1$s select * from %2$s.%1$s on conflict do nothing"
                .formatted(table.name(), SCHEMA));
    }
}
