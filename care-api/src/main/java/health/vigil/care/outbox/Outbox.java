package health.vigil.care.outbox;

import health.vigil.kit.database.Database;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.run.Health;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
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
/// its key, so twice is as good as once.
///
/// One instance publishes at a time, in Kafka's transactions, all under one transactional id: one that hangs after it
/// has read what is to be published loses the lock, and whoever publishes next is the only one whose records Kafka
/// takes. So an old state can never come after a newer one.
public final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int BATCH = 500;
    private static final long LOCK = 0x5669_6769_6cL;
    private static final int LOOK_AGAIN_MILLIS = 500;

    private final Database database;
    private final Wire wire;
    private final Map<String, Object> properties;
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private final Semaphore news = new Semaphore(1);
    private final Thread thread = Thread.ofPlatform().name("care-outbox").unstarted(this::run);
    private volatile boolean closed;
    private volatile @Nullable String problem;

    public Outbox(Database database, KafkaSettings kafka, Wire wire) {
        this.database = database;
        this.wire = wire;
        this.properties = new HashMap<>(kafka.client());
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "vigil-care-outbox");
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "vigil-care-outbox");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Sooner than the database ends a transaction that waits for Kafka.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 8_000);
    }

    public Outbox start(Health health) {
        health.readiness("care-outbox", () -> Optional.ofNullable(problem));
        health.thread("care-outbox-thread", thread);
        thread.start();
        return this;
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
                } catch (JdbiException | KafkaException failure) {
                    // It may have been fenced off, which no producer recovers from.
                    closeProducer();
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

    private int publishBatch() {
        try (var handle = database.jdbi().open()) {
            if (isEmpty(handle)) {
                return 0;
            }
            handle.begin();
            handle.execute("select pg_advisory_xact_lock(?)", LOCK);
            // Before the rows are read: whoever publishes after this one, having read later, fences it off.
            var transactional = producer();
            // By number: what another transaction commits meanwhile may have an earlier one.
            var rows = handle.createQuery(
                            "select outbox_id, topic, key, value from care.outbox order by outbox_id limit :limit")
                    .bind("limit", BATCH)
                    .map((row, _) -> new Row(
                            row.getLong(1),
                            new ProducerRecord<>(
                                    row.getString(2), Wire.key(row.getObject(3, UUID.class)), row.getBytes(4))))
                    .list();
            if (!rows.isEmpty()) {
                publish(transactional, rows);
                handle.createUpdate("delete from care.outbox where outbox_id = any(:published)")
                        .bindArray(
                                "published",
                                Long.class,
                                rows.stream().map(Row::id).toList())
                        .execute();
            }
            handle.commit();
            return rows.size();
        }
    }

    private static boolean isEmpty(Handle handle) {
        return handle.createQuery("select not exists (select from care.outbox)")
                .mapTo(Boolean.class)
                .one();
    }

    /// Returns once Kafka has them all.
    private static void publish(KafkaProducer<byte[], byte[]> transactional, List<Row> rows) {
        transactional.beginTransaction();
        for (var row : rows) {
            // The commit fails if one of them does.
            var _ = transactional.send(row.record());
        }
        transactional.commitTransaction();
    }

    private KafkaProducer<byte[], byte[]> producer() {
        var present = producer;
        if (present == null) {
            present = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
            producer = present;
            present.initTransactions();
        }
        return present;
    }

    private void closeProducer() {
        var present = producer;
        producer = null;
        if (present != null) {
            present.close(Duration.ZERO);
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
        closeProducer();
    }
}
