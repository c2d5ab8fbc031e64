package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// The pure function *(a patient's readings of one kind, the plan history) → (day summaries, episodes)*.
///
/// It does not matter in which order or how often a reading came, only that it is in the set. [#whole] evaluates all
/// of it; [#around] only what a change of one reading can have changed, with the same result for that part.
public final class Evaluation {

    private final UUID patient;
    private final ReadingKind kind;
    private final PlanHistory plans;
    private final Series series;

    public Evaluation(UUID patient, ReadingKind kind, PlanHistory plans, Series series) {
        this.patient = patient;
        this.kind = kind;
        this.plans = plans;
        this.series = series;
    }

    /// All day summaries and, for each rule, all episodes.
    public Outcome whole() {
        return new Outcome(days().all(), stretches(RuleStretches::whole));
    }

    /// What the arrival, the change or the removal of a reading measured at that moment can have changed.
    public Outcome around(Instant changed) {
        return new Outcome(days().affectedBy(changed), stretches(rule -> rule.around(changed)));
    }

    private DaySummaries days() {
        return new DaySummaries(kind, plans, series);
    }

    private List<Stretch> stretches(Function<RuleStretches, Stretch> which) {
        return plans.ruleIds(kind).stream()
                .map(rule -> which.apply(new RuleStretches(patient, rule, plans, series)))
                .toList();
    }

    /// Within each stretch these are all the episodes there are; the summaries stand for their whole days.
    public record Outcome(List<DaySummary> days, List<Stretch> stretches) {

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

    static boolean isTrusted(Reading reading) {
        return !reading.clockSuspect();
    }
}
