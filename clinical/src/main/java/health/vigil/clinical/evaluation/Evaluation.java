package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The pure function *(a patient's readings, the plan history, the devices' status, now) → (day summaries, episodes)*.
///
/// It does not matter in which order or how often a reading came, only that it is in the set. [#whole] evaluates all
/// of it; the others only what a change can have changed, with the same result for that part.
public final class Evaluation {

    private final Patient patient;
    private final PlanHistory plans;
    private final Supplier<Presence> presence;

    /// Prepares it; nothing is fetched before it is asked for.
    ///
    /// @param series the patient's readings of each kind
    public Evaluation(
            UUID patient, PlanHistory plans, Function<ReadingKind, Series> series, Presence presence, Instant now) {
        this(patient, new Timelines(plans, series), () -> presence, now);
    }

    /// Prepares it with readings that may be in memory already.
    public Evaluation(UUID patient, Timelines timelines, Supplier<Presence> presence, Instant now) {
        this.patient = new Patient(patient, timelines, now);
        this.plans = timelines.plans();
        this.presence = presence;
    }

    /// All day summaries and, for each rule, all episodes.
    public Outcome whole() {
        var days = Stream.of(ReadingKind.values())
                .flatMap(kind -> days(kind).all().stream())
                .toList();
        return outcome(days, plans.ruleIds(), Stretches::whole);
    }

    /// All episodes, without the summaries.
    public List<Episode> episodes() {
        return outcome(List.of(), plans.ruleIds(), Stretches::whole).episodes();
    }

    /// All episodes that began from that moment on, and perhaps earlier ones.
    public List<Episode> episodesSince(Instant moment) {
        return outcome(List.of(), plans.ruleIds(), (stretches, dues) -> stretches.since(moment, dues))
                .episodes();
    }

    /// What the arrival, the change or the removal of a reading of that kind measured at that moment can have changed.
    public Outcome around(ReadingKind kind, Instant changed) {
        return outcome(
                days(kind).affectedBy(changed),
                plans.ruleIds(kind),
                (stretches, dues) -> stretches.around(changed, dues));
    }

    /// What the passing of time can have changed for a reading of that kind measured at that moment, or for the silence
    /// after it; likewise news of a device.
    public Outcome passing(ReadingKind kind, Instant measuredAt) {
        return outcome(List.of(), plans.ruleIds(kind), (stretches, dues) -> stretches.around(measuredAt, dues));
    }

    /// The silence after the last reading of that kind: when time has passed, or a device was heard of.
    public Outcome silence(ReadingKind kind) {
        var dues = new ArrayList<Due>();
        var stretches = plans.ruleIds(kind).stream()
                .filter(this::isSilence)
                .map(rule -> new SilentStretches(patient, rule, presence).latest(dues::add))
                .toList();
        return new Outcome(List.of(), stretches, List.copyOf(dues));
    }

    private boolean isSilence(String ruleId) {
        return plans.conditions(ruleId).anyMatch(Silence.class::isInstance);
    }

    /// What a change of the plan from that moment on can have changed.
    public Outcome since(Instant changed) {
        var days = Stream.of(ReadingKind.values())
                .flatMap(kind -> days(kind).since(changed).stream())
                .toList();
        return outcome(days, plans.ruleIds(), (stretches, dues) -> stretches.since(changed, dues));
    }

    /// The readings that what is said of an episode rests on, oldest first.
    public List<Reading> evidence(Episode episode) {
        var found = new ArrayList<Reading>();
        patient.timeline(episode.kind()).forward(episode.worst().measuredAt(), reading -> {
            if (reading.id().equals(episode.worst().readingId())) {
                found.add(reading);
            }
            return found.isEmpty()
                    && reading.measuredAt().equals(episode.worst().measuredAt());
        });
        return found.isEmpty() ? List.of() : stretches(episode.ruleId()).evidence(found.getFirst());
    }

    private DaySummaries days(ReadingKind kind) {
        return new DaySummaries(kind, plans, patient.days(kind));
    }

    private interface Find {
        Stretch in(Stretches stretches, Consumer<Due> dues);
    }

    private Outcome outcome(List<DaySummary> days, List<String> rules, Find find) {
        var dues = new ArrayList<Due>();
        var stretches =
                rules.stream().map(rule -> find.in(stretches(rule), dues::add)).toList();
        return new Outcome(days, stretches, List.copyOf(dues));
    }

    private Stretches stretches(String ruleId) {
        return isSilence(ruleId) ? new SilentStretches(patient, ruleId, presence) : new RuleStretches(patient, ruleId);
    }

    /// Within each stretch these are all the episodes there are; the summaries stand for their whole days.
    ///
    /// @param dues when the passing of time alone will change something
    public record Outcome(List<DaySummary> days, List<Stretch> stretches, List<Due> dues) {

        public List<Episode> episodes() {
            return stretches.stream()
                    .flatMap(stretch -> stretch.episodes().stream())
                    .toList();
        }
    }

    /// A part of the series that no episode of the rule crosses, with all episodes that begin in it.
    ///
    /// @param after exclusive
    /// @param until inclusive
    public record Stretch(String ruleId, Position after, Position until, List<Episode> episodes) {}

    /// From that moment on, what is said of a reading of that kind measured then may be another thing: see [#passing].
    ///
    /// @param silence that nothing came after the reading, if it is still the last one then
    public record Due(Instant at, ReadingKind kind, Instant measuredAt, boolean silence) {}

    static boolean isTrusted(Reading reading) {
        return !reading.clockSuspect();
    }
}
