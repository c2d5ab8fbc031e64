package health.vigil.stream.evaluation;

import health.vigil.clinical.evaluation.DaySummary;
import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Evaluation.Due;
import health.vigil.clinical.evaluation.Evaluation.Outcome;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.evaluation.Timelines;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.plandocuments.Explanation;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.PatientDevice;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes all that concerns a patient (readings, plans, news of devices, the passing of time), evaluates what it can
/// have changed, and publishes the difference to what was published before.
final class PatientEvaluator extends ContextualProcessor<UUID, SpecificRecord, UUID, SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(PatientEvaluator.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int TIMERS_AT_ONCE = 1000;

    private final EvaluationMeters meters;
    private final Backlog backlog;
    private final RecentPatients recent;

    // Set when the task gets its stores; anew after a task was lost, so that no cache outlives its store.
    private @Nullable Stores held;

    PatientEvaluator(EvaluationMeters meters, Backlog backlog, RecentPatients.Budget budget) {
        this.meters = meters;
        this.backlog = backlog;
        this.recent = new RecentPatients(budget);
    }

    /// The task's state.
    private record Stores(
            KeyValueStore<Bytes, byte[]> readings,
            Plans plans,
            KeyValueStore<Bytes, EpisodeEvent> episodes,
            PresenceStore presence,
            PatientLedgers ledgers,
            Timers timers,
            Intake intake) {}

    @Override
    public void init(ProcessorContext<UUID, SpecificRecord> context) {
        super.init(context);
        recent.forgetAll();
        held = new Stores(
                context.getStateStore(Evaluating.READINGS),
                new Plans(context.getStateStore(Evaluating.PLANS)),
                context.getStateStore(Evaluating.EPISODES),
                new PresenceStore(context.getStateStore(Evaluating.PRESENCE)),
                new PatientLedgers(context.getStateStore(Evaluating.LEDGER)),
                new Timers(context.getStateStore(Evaluating.TIMERS), context.getStateStore(Evaluating.SILENCES)),
                new Intake(context.getStateStore(Intake.STORE)));
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::passTime);
    }

    private Stores stores() {
        return Objects.requireNonNull(held, "not initialised");
    }

    @Override
    public void close() {
        recent.forgetAll();
    }

    @Override
    public void process(Record<UUID, SpecificRecord> record) {
        switch (record.value()) {
            case PatientReading reading -> take(record, reading);
            case PatientPlans plans -> take(record, plans);
            case PatientDevice device -> take(record, device);
            case null, default ->
                throw new IllegalStateException(
                        "unexpected record of " + context().recordMetadata());
        }
    }

    private void take(Record<UUID, ?> record, PatientReading changed) {
        var patient = record.key();
        var reading = ReadingCodec.of(changed);
        var key = StoredSeries.keys(patient, reading.kind()).at(reading.position());
        var now = changed.getStatus() == ReadingStatus.FINAL ? ReadingCodec.encode(reading) : null;
        var before = stores().readings().get(key);
        if (Arrays.equals(before, now)) {
            return;
        }
        stores().ledgers().count(patient, before != null, now != null);
        stores().readings().put(key, now);
        recent.ifHeld(patient).ifPresent(timelines -> {
            if (now == null) {
                timelines.remove(reading.kind(), reading.position());
            } else {
                timelines.put(reading);
            }
        });
        var history = stores().plans().of(patient);
        var evaluation = evaluation(patient, history);
        publish(
                record,
                history,
                evaluation,
                evaluation.around(reading.kind(), reading.measuredAt()),
                Because.of(changed, history));
    }

    private void take(Record<UUID, ?> record, PatientPlans changed) {
        var patient = record.key();
        var old = stores().plans().of(patient);
        if (!stores().plans().put(patient, changed)) {
            return;
        }
        var now = stores().plans().of(patient);
        var before = evaluation(patient, old);
        recent.forget(patient);
        var evaluation = evaluation(patient, now);
        old.firstDifference(now).ifPresent(moment -> {
            var outcome = evaluation.since(moment);
            var days = days(before.since(moment), outcome);
            publish(
                    record,
                    now,
                    evaluation,
                    new Outcome(days, stretches(old, outcome), outcome.dues()),
                    Because.PLAN_CHANGED);
        });
    }

    /// With those days that were only days by the old plan's zone, now empty.
    private static List<DaySummary> days(Outcome old, Outcome now) {
        record Day(ReadingKind kind, LocalDate date) {}
        var days = new HashSet<Day>();
        now.days().forEach(day -> days.add(new Day(day.kind(), day.day())));
        var vanished = old.days().stream()
                .filter(day -> !days.contains(new Day(day.kind(), day.day())))
                .map(day -> new DaySummary(day.kind(), day.day(), day.zone(), List.of()));
        return Stream.concat(now.days().stream(), vanished).toList();
    }

    /// With the rules that only the old plan had, now without episodes.
    private static List<Stretch> stretches(PlanHistory old, Outcome now) {
        var rules = now.stretches().stream().map(Stretch::ruleId).toList();
        var dropped = old.ruleIds().stream()
                .filter(rule -> !rules.contains(rule))
                .map(rule -> new Stretch(rule, Position.START, Position.END, List.of()));
        return Stream.concat(now.stretches().stream(), dropped).toList();
    }

    private void take(Record<UUID, ?> record, PatientDevice device) {
        if (stores().presence().put(device)) {
            var patient = record.key();
            for (var kind : stores().plans().of(patient).silentKinds()) {
                pass(record, evaluation -> evaluation.silence(kind), Because.DEVICE_NEWS);
            }
        }
    }

    private void passTime(long millis) {
        var now = Instant.ofEpochMilli(millis);
        var problem = stores().intake().problem(now).or(backlog::problem);
        if (meters.suspended(problem.isPresent())) {
            LOG.atWarn()
                    .addKeyValue("because", problem.orElse("caught up again"))
                    .log(problem.isPresent() ? "nobody is called silent for now" : "silence is watched again");
        }
        for (var timer : stores().timers().due(now, problem.isEmpty(), TIMERS_AT_ONCE)) {
            stores().timers().take(timer);
            meters.timer();
            var due = timer.due();
            pass(
                    new Record<>(timer.patient(), timer, millis),
                    // A silence may meanwhile be that after another reading.
                    evaluation -> due.silence()
                            ? evaluation.silence(due.kind())
                            : evaluation.passing(due.kind(), due.measuredAt()),
                    Because.TIME_PASSED);
        }
    }

    private void pass(Record<UUID, ?> record, Function<Evaluation, Outcome> look, Because because) {
        var history = stores().plans().of(record.key());
        var evaluation = evaluation(record.key(), history);
        publish(record, history, evaluation, look.apply(evaluation), because);
    }

    private Evaluation evaluation(UUID patient, PlanHistory plans) {
        var timelines = recent.of(
                patient, () -> new Timelines(plans, kind -> new StoredSeries(stores().readings(), patient, kind)));
        recent.keep(patient, timelines);
        return new Evaluation(patient, timelines, () -> stores().presence().of(patient), now());
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    private void publish(
            Record<UUID, ?> cause, PlanHistory plans, Evaluation evaluation, Outcome outcome, Because because) {
        var patient = cause.key();
        for (var day : outcome.days()) {
            context()
                    .forward(
                            new Record<>(patient, Events.summary(patient, day), cause.timestamp()),
                            Evaluating.TO_SUMMARIES);
        }
        // A silence that a reading seems to begin may be over with the next one of the same batch: the timer decides.
        var waiting = new ArrayList<Episode>();
        Predicate<Episode> waits = episode -> because.isArrival()
                && episode.readings() == 0
                && episode.clearedAt().isEmpty()
                && waiting.add(episode);
        var published = new PublishedEpisodes(
                stores().episodes(),
                patient,
                because.sentence(),
                episode -> Explanation.write(episode, plans, evaluation),
                waits);
        for (var stretch : outcome.stretches()) {
            published.publish(stretch).forEach(event -> publish(cause, event));
        }
        outcome.dues().forEach(due -> stores().timers().set(patient, due));
        waiting.forEach(silence -> stores().timers()
                .set(patient, new Due(now(), silence.kind(), silence.first().measuredAt(), true)));
    }

    private void publish(Record<UUID, ?> cause, EpisodeEvent event) {
        meters.published(event, now());
        context().forward(new Record<>(cause.key(), event, cause.timestamp()), Evaluating.TO_ALERTS);
    }
}
