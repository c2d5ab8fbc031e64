package health.vigil.stream;

import health.vigil.kit.kafka.KafkaSettings;
import health.vigil.kit.kafka.Registries;
import health.vigil.schemas.DeviceLedger;
import health.vigil.schemas.IntakePulse;
import health.vigil.schemas.PatientLedger;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import health.vigil.stream.samples.Input;
import health.vigil.stream.samples.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;

/// The real topology, without a broker.
final class Pipeline implements AutoCloseable {

    private final Wire wire = Registries.wire(KafkaSettings.DEFAULTS);
    private final View view = new View();
    private final Map<String, TestInputTopic<UUID, byte[]>> inputs = new HashMap<>();
    private final Map<String, TestOutputTopic<UUID, byte[]>> outputs = new HashMap<>();
    private final Map<UUID, DeviceLedger> devices = new HashMap<>();
    private final Map<UUID, PatientLedger> patients = new HashMap<>();
    private Instant now;
    private TopologyTestDriver driver;

    Pipeline(Instant now) {
        this.now = now;
        this.driver = start();
    }

    private TopologyTestDriver start() {
        var properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "vigil-stream");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, "target/streams-state/" + UUID.randomUUID());
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        return new TopologyTestDriver(
                StreamProcessor.topology(wire, new SimpleMeterRegistry(), Optional::empty), properties, now);
    }

    void take(Input input) {
        switch (input) {
            case Input.Received(var reading) -> send(lane(reading), reading.getDeviceId(), reading);
            case Input.Assigned(var assignments) -> send(Topics.ASSIGNMENTS, assignments.getDeviceId(), assignments);
            case Input.Planned(var plans) -> send(Topics.PLANS, plans.getPatientId(), plans);
            case Input.Corrected(var marks) -> send(Topics.CORRECTIONS, marks.getDeviceId(), marks);
            case Input.Withdrawn(var one) -> send(Topics.WITHDRAWALS, one.getDeviceId(), one);
            case Input.Told(var context) -> send(Topics.CONTEXTS, context.getDeviceId(), context);
            case Input.Said(var status) -> send(Topics.DEVICE_STATUS, status.getDeviceId(), status);
        }
        look();
    }

    /// Either, as it comes: it must not matter.
    private static Topic<ReceivedReading> lane(ReceivedReading reading) {
        return reading.getReceivedAt().toEpochMilli() % 2 == 0 ? Topics.RECEIVED : Topics.RECEIVED_LATE;
    }

    /// Lets that time pass, with a gateway that has caught up.
    void pass(Duration time) {
        pass(time, true);
    }

    /// Lets that time pass.
    ///
    /// @param caughtUp the gateway says that it has caught up
    void pass(Duration time, boolean caughtUp) {
        advance(time, caughtUp);
        advance(Duration.ofSeconds(2), caughtUp);
        look();
    }

    private void advance(Duration time, boolean caughtUp) {
        now = now.plus(time);
        if (caughtUp) {
            beat();
        }
        driver.advanceWallClockTime(time);
    }

    private void beat() {
        send(Topics.PULSE, World.PATIENTS.getFirst(), new IntakePulse(World.PATIENTS.getFirst(), now));
    }

    Instant now() {
        return now;
    }

    private void look() {
        drain(Topics.READINGS, view::read);
        drain(Topics.HELD, view::read);
        drain(Topics.SUMMARIES, view::read);
        drain(Topics.ALERTS, view::read);
        drain(Topics.DEVICE_LEDGER, entry -> devices.put(entry.getDeviceId(), entry));
        drain(Topics.PATIENT_LEDGER, entry -> patients.put(entry.getPatientId(), entry));
    }

    /// Goes on with nothing but what the stores held: the driver deletes its files, so they are copied.
    void restart() {
        var successor = start();
        for (var store : driver.getAllStateStores().keySet()) {
            if (store.equals("pulses")) {
                continue;
            }
            copy(driver.getKeyValueStore(store), successor.getKeyValueStore(store));
        }
        driver.close();
        driver = successor;
        inputs.clear();
        outputs.clear();
    }

    private static void copy(KeyValueStore<Object, Object> from, KeyValueStore<Object, Object> to) {
        try (var all = from.all()) {
            all.forEachRemaining(entry -> to.put(entry.key, entry.value));
        }
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, UUID key, V value) {
        inputs.computeIfAbsent(
                        topic.name(),
                        name -> driver.createInputTopic(
                                name,
                                Serdes.UUID().serializer(),
                                Serdes.ByteArray().serializer()))
                .pipeInput(key, wire.encode(topic, value));
    }

    private <V extends SpecificRecord> void drain(Topic<V> topic, Consumer<V> reader) {
        var output = outputs.computeIfAbsent(
                topic.name(),
                name -> driver.createOutputTopic(
                        name, Serdes.UUID().deserializer(), Serdes.ByteArray().deserializer()));
        if (!output.isEmpty()) {
            var deserializer = wire.deserializer(topic);
            output.readValuesToList().forEach(bytes -> reader.accept(deserializer.deserialize(topic.name(), bytes)));
        }
    }

    /// The last entry of each device, as those see it who read the topic.
    Map<UUID, DeviceLedger> devices() {
        return devices;
    }

    Map<UUID, PatientLedger> patients() {
        return patients;
    }

    View view() {
        return view;
    }

    @Override
    public void close() {
        driver.close();
    }
}
