package health.vigil.stream.evaluation;

import health.vigil.schemas.wire.Topic;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import health.vigil.stream.state.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/// The second half of the topology, keyed by patient: keeps each patient's readings by measured time, evaluates the
/// part that a change can have touched, and publishes the difference.
///
/// Nothing here leans on stream time, which belongs to a partition and so to many patients.
public final class Evaluating {

    static final String READINGS = "patient-readings";
    static final String PLANS = "plans";
    static final String EPISODES = "episodes";
    static final String PRESENCE = "presence";
    static final String LEDGER = "patient-ledger";
    static final String TIMERS = "timers";
    static final String SILENCES = "silences";
    static final String TO_SUMMARIES = "to-summaries";
    static final String TO_ALERTS = "to-alerts";

    /// At most some 60 MB for the whole process: two thousand patients with few trends, several hundred with many.
    private static final long READINGS_AND_JUDGEMENTS_IN_MEMORY = 250_000;

    private static final String EVALUATE = "evaluate";

    private Evaluating() {}

    /// Adds it to the first half.
    ///
    /// @param backlog what of the topics is still to be read; while there is some, nobody is called silent
    public static void addTo(Topology topology, Wire wire, MeterRegistry meters, Backlog backlog) {
        Intake.addTo(topology, wire);
        var evaluationMeters = new EvaluationMeters(meters);
        var budget = new RecentPatients.Budget(READINGS_AND_JUDGEMENTS_IN_MEMORY);
        source(topology, wire, "readings", Topics.READINGS);
        source(topology, wire, "care-plans", Topics.PLANS);
        source(topology, wire, "device-presence", Topics.PRESENCE);
        topology.addProcessor(
                EVALUATE,
                () -> new PatientEvaluator(evaluationMeters, backlog, budget),
                "readings",
                "care-plans",
                "device-presence");
        store(topology, READINGS, Serdes.Bytes(), Serdes.ByteArray());
        store(topology, PLANS, Serdes.UUID(), wire.serde(Topics.PLANS));
        store(topology, EPISODES, Serdes.Bytes(), wire.serde(Topics.ALERTS));
        store(topology, PRESENCE, Serdes.Bytes(), wire.serde(Topics.PRESENCE));
        store(topology, TIMERS, Serdes.Bytes(), Serdes.ByteArray());
        store(topology, SILENCES, Serdes.Bytes(), Serdes.ByteArray());
        topology.addStateStore(Ledger.store(LEDGER, wire, Topics.PATIENT_LEDGER), EVALUATE);
        sink(topology, wire, TO_SUMMARIES, Topics.SUMMARIES);
        sink(topology, wire, TO_ALERTS, Topics.ALERTS);
    }

    private static void source(Topology topology, Wire wire, String name, Topic<?> topic) {
        topology.addSource(name, Serdes.UUID().deserializer(), wire.deserializer(topic), topic.name());
    }

    private static <K, V> void store(Topology topology, String name, Serde<K> keys, Serde<V> values) {
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values), EVALUATE);
    }

    private static <V extends SpecificRecord> void sink(Topology topology, Wire wire, String name, Topic<V> topic) {
        topology.addSink(name, topic.name(), Serdes.UUID().serializer(), wire.serializer(topic), EVALUATE);
    }
}
