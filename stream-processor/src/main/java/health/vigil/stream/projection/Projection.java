package health.vigil.stream.projection;

import health.vigil.kit.database.Database;
import health.vigil.kit.kafka.BatchConsumer;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/// Writes readings, summaries, held and rejected messages into the database, batch by batch in one transaction each.
/// Offsets follow after the commit; what comes twice makes the same rows.
public final class Projection {

    private static final String GROUP = "vigil-projection";
    private static final int MOST_RECORDS = 4000;

    private final Database database;
    private final Wire wire;
    private final Clock clock;
    private final Timer receiptToStored;

    private Projection(Database database, Wire wire, Clock clock, Telemetry telemetry) {
        this.database = database;
        this.wire = wire;
        this.clock = clock;
        this.receiptToStored = Timer.builder("vigil.projection.receipt.to.stored")
                .description("From the receipt of a reading to its row in the database")
                .publishPercentileHistogram()
                .register(telemetry.meters());
    }

    /// Brings the tables to their present shape and starts to write.
    public static void start(
            ProjectionSettings settings,
            KafkaSettings kafka,
            Wire wire,
            Database database,
            Clock clock,
            Telemetry telemetry,
            Lifecycle lifecycle) {
        database.migrate("vitals");
        database.jdbi().useTransaction(handle -> Retention.apply(handle, settings));
        var projection = new Projection(database, wire, clock, telemetry);
        var consumer = new BatchConsumer(
                kafka,
                GROUP,
                List.of(Topics.READINGS, Topics.SUMMARIES, Topics.HELD, Topics.REJECTED),
                MOST_RECORDS,
                telemetry.meters(),
                projection::project);
        telemetry.health().readiness("projection", consumer::problem);
        lifecycle.started("projection", consumer.start());
        telemetry.health().liveness("projection-thread", consumer::failure);
    }

    private void project(ConsumerRecords<byte[], byte[]> records) throws SQLException {
        var batch = new ProjectionBatch();
        var received = new ArrayList<Instant>();
        records.records(Topics.READINGS.name()).forEach(record -> {
            PatientReading reading = decode(Topics.READINGS, record);
            batch.add(reading);
            received.add(reading.getReading().getReceivedAt());
        });
        records.records(Topics.SUMMARIES.name()).forEach(record -> batch.add(decode(Topics.SUMMARIES, record)));
        records.records(Topics.HELD.name()).forEach(record -> batch.add(decode(Topics.HELD, record), record.value()));
        records.records(Topics.REJECTED.name()).forEach(record -> batch.add(decode(Topics.REJECTED, record)));
        database.jdbi().useTransaction(handle -> batch.write(handle.getConnection()));
        var now = clock.instant();
        received.forEach(moment -> receiptToStored.record(Duration.between(moment, now)));
    }

    private <V extends SpecificRecord> V decode(Topic<V> topic, ConsumerRecord<byte[], byte[]> record) {
        return wire.deserializer(topic).deserialize(topic.name(), record.value());
    }
}
