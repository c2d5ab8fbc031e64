package health.vigil.stream.projection;

import health.vigil.kit.database.Database;
import health.vigil.kit.kafka.BatchConsumer;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.TopicSetUp;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Telemetry;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.RejectedMessage;
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
import org.jdbi.v3.core.Handle;

/// Writes readings, summaries, held and rejected messages into the database, batch by batch in one transaction each.
/// Offsets follow after the commit; what comes twice makes the same rows, and what comes too late none ([Progress]).
public final class Projection {

    private static final String GROUP = "vigil-projection";
    private static final List<Topic<?>> TOPICS = List.of(
            Topics.READINGS,
            Topics.SUMMARIES,
            Topics.HELD,
            Topics.REJECTED,
            Topics.RECEIVED,
            Topics.RECEIVED_LATE,
            Topics.DEVICE_STATUS,
            Topics.DEVICE_LEDGER,
            Topics.PATIENT_LEDGER);
    private static final int MOST_RECORDS = 4000;

    private final Database database;
    private final Progress progress;
    private final Wire wire;
    private final Clock clock;
    private final Reconciler reconciler;
    private final Timer receiptToStored;

    private Projection(
            Database database, Progress progress, Wire wire, Clock clock, Reconciler reconciler, Telemetry telemetry) {
        this.progress = progress;
        this.database = database;
        this.wire = wire;
        this.clock = clock;
        this.reconciler = reconciler;
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
            Lifecycle lifecycle)
            throws InterruptedException {
        database.migrate("vitals");
        database.jdbi().useTransaction(handle -> Retention.apply(handle, settings));
        var progress = new Progress(TopicSetUp.ids(kafka, TOPICS));
        var reconciler = new Reconciler(database.jdbi(), clock, telemetry.meters());
        var projection = new Projection(database, progress, wire, clock, reconciler, telemetry);
        var consumer = new BatchConsumer(kafka, GROUP, TOPICS, MOST_RECORDS, telemetry.meters(), projection::project);
        telemetry.health().readiness("projection", consumer::problem);
        lifecycle.started("projection", consumer.start());
        telemetry.health().liveness("projection-thread", consumer::failure);
        lifecycle.started("reconciler", reconciler.start());
    }

    private void project(ConsumerRecords<byte[], byte[]> records) throws SQLException {
        var received = database.jdbi().inTransaction(handle -> write(handle, progress.take(handle, records)));
        var now = clock.instant();
        received.forEach(moment -> receiptToStored.record(Duration.between(moment, now)));
    }

    /// Gives when the readings among them were received.
    private List<Instant> write(Handle handle, ConsumerRecords<byte[], byte[]> records) throws SQLException {
        var batch = new ProjectionBatch();
        var ledger = new LedgerBatch();
        var received = new ArrayList<Instant>();
        records.records(Topics.READINGS.name()).forEach(record -> {
            PatientReading reading = decode(Topics.READINGS, record);
            batch.add(reading, Instant.ofEpochMilli(record.timestamp()));
            ledger.stored(reading.getReading().getDeviceId(), reading.getPatientId());
            received.add(reading.getReading().getReceivedAt());
        });
        records.records(Topics.SUMMARIES.name()).forEach(record -> batch.add(decode(Topics.SUMMARIES, record)));
        records.records(Topics.HELD.name()).forEach(record -> {
            HeldReading held = decode(Topics.HELD, record);
            batch.add(held, record.value());
            ledger.held(held.getReading().getDeviceId());
        });
        records.records(Topics.REJECTED.name()).forEach(record -> {
            RejectedMessage message = decode(Topics.REJECTED, record);
            batch.add(message);
            ledger.rejected(message);
        });
        count(records, ledger);
        ledger.write(handle.getConnection());
        batch.write(handle.getConnection());
        reconciler.look(ledger.devices(), ledger.patients());
        return received;
    }

    private void count(ConsumerRecords<byte[], byte[]> records, LedgerBatch ledger) {
        // Their device and time are enough, so they are not decoded.
        for (var topic : List.of(Topics.RECEIVED, Topics.RECEIVED_LATE)) {
            records.records(topic.name())
                    .forEach(record -> ledger.received(Wire.key(record.key()), record.timestamp()));
        }
        records.records(Topics.DEVICE_STATUS.name())
                .forEach(record -> ledger.heard(decode(Topics.DEVICE_STATUS, record)));
        records.records(Topics.DEVICE_LEDGER.name())
                .forEach(record -> ledger.attributed(decode(Topics.DEVICE_LEDGER, record)));
        records.records(Topics.PATIENT_LEDGER.name())
                .forEach(record -> ledger.evaluated(decode(Topics.PATIENT_LEDGER, record)));
    }

    private <V extends SpecificRecord> V decode(Topic<V> topic, ConsumerRecord<byte[], byte[]> record) {
        return wire.deserializer(topic).deserialize(topic.name(), record.value());
    }
}
