package health.vigil.stream.attribution;

import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import health.vigil.stream.state.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.FailOnInvalidTimestamp;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/// The first half of the topology, keyed by device: readings get their patient, each once.
///
/// All readings of a device are kept with the patient they went to. So a repetition is recognised however late it
/// comes, and a new or corrected assignment moves exactly those readings whose patient it changes: they become *entered
/// in error* at the one patient and final at the other. What people say of a reading is applied here as well;
/// one that they withdraw is nobody's, whoever gets the device.
public final class Attribution {

    static final String ASSIGNMENTS = "assignments";
    static final String READINGS = "device-readings";
    static final String CORRECTIONS = "corrections";
    static final String WITHDRAWALS = "withdrawals";
    static final String STATUSES = "device-statuses";
    static final String CLOCKS = "device-clocks";
    static final String CONTEXTS = "reading-contexts";
    static final String NUMBERS = "reading-numbers";
    static final String WAITING = "waiting-for-context";
    static final String LEDGER = "device-ledger";
    static final String TO_HELD = "to-held";
    static final String TO_READINGS = "to-readings";
    static final String TO_PRESENCE = "to-presence";

    private static final String[] PROCESSORS = {
        "attribute-readings",
        "attribute-assignments",
        "attribute-corrections",
        "attribute-statuses",
        "attribute-withdrawals",
        "attribute-contexts"
    };

    private Attribution() {}

    public static void addTo(Topology topology, Wire wire, MeterRegistry meters) {
        source(topology, wire, Topics.RECEIVED, new GoingFirst());
        source(topology, wire, Topics.RECEIVED_LATE, new FailOnInvalidTimestamp());
        topology.addProcessor(
                PROCESSORS[0],
                () -> new ReceivedReadings(new Outcomes(meters)),
                name(Topics.RECEIVED),
                name(Topics.RECEIVED_LATE));
        input(topology, wire, Topics.ASSIGNMENTS, PROCESSORS[1], Assignments::new);
        input(topology, wire, Topics.CORRECTIONS, PROCESSORS[2], Corrections::new);
        input(topology, wire, Topics.DEVICE_STATUS, PROCESSORS[3], Statuses::new);
        input(topology, wire, Topics.WITHDRAWALS, PROCESSORS[4], Withdrawals::new);
        input(topology, wire, Topics.CONTEXTS, PROCESSORS[5], Contexts::new);
        store(topology, CLOCKS, Serdes.Bytes(), Serdes.String());
        store(topology, CONTEXTS, Serdes.Bytes(), wire.serde(Topics.CONTEXTS));
        store(topology, NUMBERS, Serdes.Bytes(), Serdes.String());
        store(topology, WAITING, Serdes.Bytes(), Serdes.Long());
        store(topology, ASSIGNMENTS, Serdes.UUID(), wire.serde(Topics.ASSIGNMENTS));
        store(topology, READINGS, Serdes.Bytes(), Attributed.serde(wire));
        store(topology, CORRECTIONS, Serdes.UUID(), wire.serde(Topics.CORRECTIONS));
        store(topology, WITHDRAWALS, Serdes.Bytes(), Serdes.String());
        store(topology, STATUSES, Serdes.UUID(), wire.serde(Topics.DEVICE_STATUS));
        topology.addStateStore(Ledger.store(LEDGER, wire, Topics.DEVICE_LEDGER), PROCESSORS);
        output(topology, wire, TO_HELD, Topics.HELD);
        output(topology, wire, TO_READINGS, Topics.READINGS);
        output(topology, wire, TO_PRESENCE, Topics.PRESENCE);
    }

    private static <V extends SpecificRecord> void input(
            Topology topology,
            Wire wire,
            Topic<V> topic,
            String processor,
            ProcessorSupplier<UUID, V, UUID, SpecificRecord> supplier) {
        source(topology, wire, topic, new FailOnInvalidTimestamp());
        topology.addProcessor(processor, supplier, name(topic));
    }

    private static void source(Topology topology, Wire wire, Topic<?> topic, TimestampExtractor timestamps) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name(topic),
                timestamps,
                Serdes.UUID().deserializer(),
                wire.deserializer(topic),
                topic.name());
    }

    private static String name(Topic<?> topic) {
        return topic.name().replace('.', '-');
    }

    private static <K, V> void store(Topology topology, String name, Serde<K> keys, Serde<V> values) {
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values), PROCESSORS);
    }

    private static <V extends SpecificRecord> void output(Topology topology, Wire wire, String name, Topic<V> topic) {
        topology.addSink(name, topic.name(), Serdes.UUID().serializer(), wire.serializer(topic), PROCESSORS);
    }
}
