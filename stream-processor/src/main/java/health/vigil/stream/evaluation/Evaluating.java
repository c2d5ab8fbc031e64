package health.vigil.stream.evaluation;

import health.vigil.clinical.evaluation.DaySummary;
import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Evaluation.Outcome;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.schemas.Change;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.wire.Topics;
import health.vigil.schemas.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// The second half of the topology, keyed by patient: keeps each patient's readings by measured time, evaluates the
/// part that a change can have touched, and publishes the difference.
///
/// Nothing here leans on stream time, which belongs to a partition and so to many patients.
public final class Evaluating {

    private static final String READINGS = "patient-readings";
    private static final String PLANS = "plans";
    private static final String EPISODES = "episodes";
    private static final String TO_SUMMARIES = "to-summaries";
    private static final String TO_ALERTS = "to-alerts";

    private Evaluating() {}

    public static void addTo(Topology topology, Wire wire, MeterRegistry meters) {
        var keys = Serdes.UUID();
        String[] processors = {"evaluate-readings", "evaluate-plans"};
        topology.addSource("readings", keys.deserializer(), wire.deserializer(Topics.READINGS), Topics.READINGS.name())
                .addSource("care-plans", keys.deserializer(), wire.deserializer(Topics.PLANS), Topics.PLANS.name())
                .addProcessor("evaluate-readings", () -> new Readings(toAlert(meters)), "readings")
                .addProcessor("evaluate-plans", () -> new NewPlans(toAlert(meters)), "care-plans")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(READINGS), Serdes.Bytes(), Serdes.ByteArray()),
                        processors)
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(PLANS), keys, wire.serde(Topics.PLANS)),
                        processors)
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(EPISODES), Serdes.Bytes(), wire.serde(Topics.ALERTS)),
                        processors)
                .addSink(
                        TO_SUMMARIES,
                        Topics.SUMMARIES.name(),
                        keys.serializer(),
                        wire.serializer(Topics.SUMMARIES),
                        processors)
                .addSink(
                        TO_ALERTS, Topics.ALERTS.name(), keys.serializer(), wire.serializer(Topics.ALERTS), processors);
    }

    private static Timer toAlert(MeterRegistry meters) {
        return Timer.builder("vigil.stream.receipt.to.alert")
                .description("From the receipt of a reading to the alert it raised; late ones left out")
                .publishPercentileHistogram()
                .register(meters);
    }

    private abstract static class Publishing<V> extends ContextualProcessor<UUID, V, UUID, SpecificRecord> {

        private final Timer toAlert;

        Publishing(Timer toAlert) {
            this.toAlert = toAlert;
        }

        KeyValueStore<Bytes, byte[]> readings() {
            return context().getStateStore(READINGS);
        }

        KeyValueStore<UUID, PatientPlans> plans() {
            return context().getStateStore(PLANS);
        }

        Evaluation evaluation(UUID patient, ReadingKind kind, PlanHistory plans) {
            return new Evaluation(patient, kind, plans, new StoredSeries(readings(), patient, kind));
        }

        void publish(Record<UUID, V> cause, Outcome outcome) {
            var patient = cause.key();
            outcome.days().forEach(day -> context()
                    .forward(new Record<>(patient, Events.summary(patient, day), cause.timestamp()), TO_SUMMARIES));
            var published = new PublishedEpisodes(context().getStateStore(EPISODES), patient);
            outcome.stretches().stream()
                    .flatMap(stretch -> published.publish(stretch).stream())
                    .forEach(event -> publish(cause, event));
        }

        private void publish(Record<UUID, V> cause, EpisodeEvent event) {
            if (event.getChange() == Change.RAISED && !event.getLate()) {
                var now = Instant.ofEpochMilli(context().currentSystemTimeMs());
                toAlert.record(Duration.between(event.getLatest().getReceivedAt(), now));
            }
            context().forward(new Record<>(cause.key(), event, cause.timestamp()), TO_ALERTS);
        }
    }

    private static final class Readings extends Publishing<PatientReading> {

        Readings(Timer toAlert) {
            super(toAlert);
        }

        @Override
        public void process(Record<UUID, PatientReading> changed) {
            var patient = changed.key();
            var reading = ReadingCodec.of(changed.value().getReading());
            var key = StoredSeries.keys(patient, reading.kind()).at(reading.position());
            var counts = changed.value().getStatus() == ReadingStatus.FINAL;
            var now = counts ? ReadingCodec.encode(reading) : null;
            if (Arrays.equals(readings().get(key), now)) {
                return;
            }
            readings().put(key, now);
            var history = Plans.history(plans().get(patient));
            publish(changed, evaluation(patient, reading.kind(), history).around(reading.measuredAt()));
        }
    }

    private static final class NewPlans extends Publishing<PatientPlans> {

        NewPlans(Timer toAlert) {
            super(toAlert);
        }

        @Override
        public void process(Record<UUID, PatientPlans> changed) {
            var patient = changed.key();
            var before = plans().get(patient);
            if (changed.value().equals(before)) {
                return;
            }
            plans().put(patient, changed.value());
            var old = Plans.history(before);
            var now = Plans.history(changed.value());
            for (var kind : ReadingKind.values()) {
                var outcome = evaluation(patient, kind, now).whole();
                publish(changed, new Outcome(days(patient, kind, old, outcome), stretches(kind, old, outcome)));
            }
        }

        /// With those days that were only days by the old plan's zone, now empty.
        private List<DaySummary> days(UUID patient, ReadingKind kind, PlanHistory old, Outcome now) {
            var days = new HashSet<LocalDate>();
            now.days().forEach(day -> days.add(day.day()));
            var vanished = evaluation(patient, kind, old).whole().days().stream()
                    .filter(day -> !days.contains(day.day()))
                    .map(day -> new DaySummary(kind, day.day(), day.zone(), List.of()));
            return Stream.concat(now.days().stream(), vanished).toList();
        }

        /// With the rules that only the old plan had, now without episodes.
        private static List<Stretch> stretches(ReadingKind kind, PlanHistory old, Outcome now) {
            var rules = now.stretches().stream().map(Stretch::ruleId).toList();
            var dropped = old.ruleIds(kind).stream()
                    .filter(rule -> !rules.contains(rule))
                    .map(rule -> new Stretch(rule, Position.START, Position.END, List.of()));
            return Stream.concat(now.stretches().stream(), dropped).toList();
        }
    }
}
