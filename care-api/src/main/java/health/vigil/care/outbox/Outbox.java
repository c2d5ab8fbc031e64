package health.vigil.care.outbox;

import health.vigil.kit.database.Database;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes what has changed, in the order of the changes.
///
/// A record is written in the same transaction as its change and deleted once Kafka has it, so a crash in between
/// sends it twice at most, never not at all. The topics are compacted by key and each record holds the whole state of
/// its key, so twice is as good as once. One instance publishes at a time.
public final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int BATCH = 500;
    private static final long LOCK = 0x5669_6769_6cL;
    private static final int LOOK_AGAIN_MILLIS = 500;

    private final Database database;
    private final Wire wire;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Semaphore news = new Semaphore(1);
    private final Thread thread = Thread.ofPlatform().name("care-outbox").unstarted(this::run);
    private volatile boolean closed;
    private volatile @Nullable String problem;

    public Outbox(Database database, KafkaSettings kafka, Wire wire) {
        this.database = database;
        this.wire = wire;
        var properties = new HashMap<>(kafka.client());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "vigil-care-outbox");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public Outbox start() {
        thread.start();
        return this;
    }

    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /// Adds a record, in the transaction of the change.
    public <V extends SpecificRecord> void add(Handle handle, Topic<V> topic, UUID key, V value) {
        handle.execute(
                "insert into care.outbox (topic, key, value) values (?, ?, ?)",
                topic.name(),
                key,
                wire.encode(topic, value));
    }

    /// Publishes at once what was committed just now.
    public void wake() {
        news.release();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    while (publishBatch() == BATCH) {}
                    problem = null;
                } catch (JdbiException | KafkaException | ExecutionException failure) {
                    problem = "changes wait to be published: "
                            + failure.getClass().getSimpleName();
                    LOG.atWarn().setCause(failure).log("changes were not published, trying again");
                }
                if (news.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private record Row(long id, ProducerRecord<byte[], byte[]> record) {}

    private int publishBatch() throws InterruptedException, ExecutionException {
        try (var handle = database.jdbi().open()) {
            handle.begin();
            handle.execute("select pg_advisory_xact_lock(?)", LOCK);
            var rows = handle.createQuery(
                            "select outbox_id, topic, key, value from care.outbox order by outbox_id limit :limit")
                    .bind("limit", BATCH)
                    .map((row, _) -> new Row(
                            row.getLong(1),
                            new ProducerRecord<>(
                                    row.getString(2), Wire.key(row.getObject(3, UUID.class)), row.getBytes(4))))
                    .list();
            confirm(rows);
            rows.stream()
                    .mapToLong(Row::id)
                    .max()
                    .ifPresent(last -> handle.execute("delete from care.outbox where outbox_id <= ?", last));
            handle.commit();
            return rows.size();
        }
    }

    private void confirm(List<Row> rows) throws InterruptedException, ExecutionException {
        var sent = new ArrayList<Future<RecordMetadata>>();
        for (var row : rows) {
            sent.add(producer.send(row.record()));
        }
        for (var confirmation : sent) {
            confirmation.get();
        }
    }

    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
