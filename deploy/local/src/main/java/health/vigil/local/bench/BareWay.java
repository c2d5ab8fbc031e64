package health.vigil.local.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.clinical.vitals.NameBased;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/// The bare way: each message parsed once on its way into Kafka, and from there by COPY into the readings table;
/// offsets are committed after the database. It loses nothing and doubles nothing, and does nothing else.
final class BareWay implements Way, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(100);

    private final BareParts parts;
    private final Clock clock;
    private final Consumer<byte[]> watcher;
    private final BareIntake intake;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = Thread.ofPlatform().name("bare-rows").unstarted(this::run);
    private final AtomicLong stored = new AtomicLong();
    private volatile @Nullable Exception failure;

    /// Starts it.
    ///
    /// @param watcher gets the key of each record as soon as the consumer has it: the device
    BareWay(BareParts parts, Clock clock, Consumer<byte[]> watcher) throws MqttException {
        this.parts = parts;
        this.clock = clock;
        this.watcher = watcher;
        var properties = new HashMap<>(parts.kafka().client());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "bare-rows");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, CopiedRows.MOST_ROWS);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.intake = new BareIntake(parts, this::record);
        thread.start();
    }

    private ProducerRecord<byte[], byte[]> record(String topic, byte[] payload) throws IOException {
        var json = JSON.readTree(payload);
        var device = topic.split("/", 3)[1];
        var slot = json.path("userSlot").asInt();
        var pressure = json.path("type").asText().equals("blood-pressure");
        var id = UUID.fromString(device);
        var row = CopiedRows.reading(
                new UUID(id.getMostSignificantBits(), slot),
                pressure,
                Instant.parse(json.path("measuredAt").asText()),
                UUID.nameUUIDFromBytes(payload),
                id,
                slot,
                clock.instant(),
                json.path(pressure ? "systolic" : "value").asInt(),
                json.path("diastolic").asInt(),
                json.path("pulse").asInt());
        return new ProducerRecord<>(BareParts.ROWS, device.getBytes(UTF_8), row.getBytes(UTF_8));
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(BareParts.ROWS));
            while (!Thread.currentThread().isInterrupted()) {
                var records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    store(records);
                    consumer.commitSync(records.nextOffsets());
                    stored.addAndGet(records.count());
                }
            }
        } catch (WakeupException _) {
            // Asked to stop.
        } catch (KafkaException | SQLException problem) {
            failure = problem;
        }
    }

    private void store(ConsumerRecords<byte[], byte[]> records) throws SQLException {
        var lines = new StringBuilder();
        for (var record : records) {
            watcher.accept(record.key());
            lines.append(new String(record.value(), UTF_8));
        }
        parts.database().jdbi().useTransaction(handle -> CopiedRows.readings(handle.getConnection(), lines.toString()));
    }

    @Override
    public String name() {
        return "the bare way";
    }

    @Override
    public String mqtt() {
        return parts.mqtt();
    }

    /// Any device is known here.
    @Override
    public Population populate(String name, int devices, int patients) {
        var hubs = new ArrayList<Population.Hub>();
        for (var i = 0; i < devices; i++) {
            hubs.add(new Population.Hub(NameBased.uuid("bench device", name, i), "any"));
        }
        return new Population(hubs, patients);
    }

    @Override
    public long stored() {
        var problem = failure;
        if (problem != null) {
            throw new IllegalStateException("the bare way failed: " + problem.getMessage(), problem);
        }
        return stored.get();
    }

    /// The row is the end.
    @Override
    public void settle() {
        stored();
    }

    @Override
    public void close() throws MqttException {
        intake.close();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
