package health.vigil.local.bench;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.kit.run.Health;
import health.vigil.kit.run.Lifecycle;
import health.vigil.kit.run.Metrics;
import health.vigil.kit.run.Telemetry;
import health.vigil.local.embedded.EmbeddedKafka;
import health.vigil.local.embedded.Folders;
import health.vigil.schemas.Assignment;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.Kind;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.Origin;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import health.vigil.stream.StreamProcessor;
import health.vigil.stream.StreamsSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The stream processor alone, on an embedded Kafka: readings are written to its input topic, and it is done when it
/// has committed all of both its halves.
final class StreamBench implements AutoCloseable {

    private static final int PARTITIONS = BareParts.PARTITIONS;

    private final Lifecycle lifecycle = new Lifecycle();
    private Lifecycle processor = new Lifecycle();
    private final Path state;
    private final KafkaSettings settings;
    private final KafkaProgress progress;
    private final Wire wire = Registries.wire(KafkaSettings.DEFAULTS);
    private final KafkaProducer<byte[], byte[]> producer;

    StreamBench(Path home) throws Exception {
        var kafka = lifecycle.started("kafka", new EmbeddedKafka(home.resolve("kafka"), 0));
        this.settings = KafkaSettings.local(kafka.bootstrapServers());
        var admin = lifecycle.started("admin", Admin.create(Map.copyOf(settings.client())));
        Topics.create(admin, PARTITIONS, (short) 1, true);
        this.progress = new KafkaProgress(admin);
        var properties = new HashMap<>(settings.client());
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        this.producer = lifecycle.started(
                "producer", new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
        this.state = home.resolve("streams");
        startStreams();
    }

    private void startStreams() throws Exception {
        var telemetry = new Telemetry(new Metrics(), new Health());
        var streams = new StreamsSettings(state.toString(), "bench", 1, StreamsSettings.DEFAULTS.commitInterval(), 0);
        StreamProcessor.start(streams, settings, wire, telemetry, processor);
        Await.until(
                "the stream processor to be ready",
                () -> Health.isWell(telemetry.health().ready()));
    }

    /// Starts again without the state directory, which is restored from Kafka.
    void restartWithoutState() throws Exception {
        processor.close();
        Folders.empty(state);
        processor = new Lifecycle();
        startStreams();
    }

    static UUID device(UUID patient) {
        return NameBased.uuid("bench device", patient);
    }

    /// Patients who each have a device and this plan.
    List<UUID> patients(String group, int count, String plan) throws Exception {
        var patients = IntStream.range(0, count)
                .mapToObj(number -> NameBased.uuid(group, number))
                .toList();
        for (var patient : patients) {
            var version = new PlanVersion(1, Instant.EPOCH, "Europe/Berlin", plan);
            write(Topics.PLANS, patient, new PatientPlans(patient, List.of(version)));
            var assignment = new Assignment(patient, null, patient, Instant.EPOCH, null);
            write(
                    Topics.ASSIGNMENTS,
                    device(patient),
                    new DeviceAssignments(device(patient), List.of(assignment), null, List.of()));
        }
        awaitDone();
        return patients;
    }

    ReceivedReading pressure(UUID patient, Instant at, Instant receivedAt, double systolic) {
        Map<Metric, Value> values = new TreeMap<>(
                Map.of(Metric.SYSTOLIC, new Value.Exact(systolic), Metric.DIASTOLIC, new Value.Exact(systolic * 0.6)));
        values.replaceAll((metric, value) -> new Value.Exact(metric.round(value.rank())));
        var kind = ReadingKind.BLOOD_PRESSURE;
        return ReceivedReading.newBuilder()
                .setId(Reading.identify(device(patient), -1, kind, at, values))
                .setDeviceId(device(patient))
                .setKind(Kind.valueOf(kind.name()))
                .setMeasuredAt(at)
                .setReceivedAt(receivedAt)
                .setClockSuspect(false)
                .setMeasurements(values.entrySet().stream()
                        .map(entry -> new Measured(
                                MetricName.valueOf(entry.getKey().name()),
                                entry.getValue().rank(),
                                null))
                        .toList())
                .setOrigin(Origin.JSON)
                .build();
    }

    void send(ReceivedReading reading) {
        write(Topics.RECEIVED, reading.getDeviceId(), reading);
    }

    /// As what was measured long before it came.
    void sendLate(ReceivedReading reading) {
        write(Topics.RECEIVED_LATE, reading.getDeviceId(), reading);
    }

    private <V extends SpecificRecord> void write(Topic<V> topic, UUID key, V value) {
        var _ = producer.send(wire.record(topic, key, value));
    }

    /// Until all that was written has gone through both halves.
    void awaitDone() throws Exception {
        producer.flush();
        // The first half before the second: what it commits is the second's input.
        Await.until(
                "the stream processor to evaluate everything",
                () -> progress.isRead(
                        KafkaProgress.STREAMS,
                        Topics.RECEIVED,
                        Topics.RECEIVED_LATE,
                        Topics.PLANS,
                        Topics.ASSIGNMENTS,
                        Topics.READINGS));
    }

    /// Reads what is committed to a topic from now on.
    KafkaConsumer<byte[], byte[]> consumer(Topic<?> topic) {
        var properties = new HashMap<>(settings.client());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    Wire wire() {
        return wire;
    }

    @Override
    public void close() {
        processor.close();
        lifecycle.close();
    }
}
