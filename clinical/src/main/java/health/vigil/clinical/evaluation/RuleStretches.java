package health.vigil.clinical.evaluation;

import health.vigil.clinical.evaluation.Evaluation.Due;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.Condition;
import health.vigil.clinical.rules.History;
import health.vigil.clinical.rules.Judgement;
import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.rules.Reach;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Finds the episodes of one rule in a patient's readings.
///
/// A reading that clears the rule leaves no episode running, whatever came before. So readings between two clearing
/// ones can be judged alone: the part that a change can have touched reaches from the last clearing reading before it
/// to the first one that is out of its reach.
final class RuleStretches implements Stretches {

    private static final Duration TRAVEL = Duration.ofDays(2);

    private final Patient patient;
    private final String ruleId;
    private final PlanHistory plans;
    private final Series series;
    private final Judged judged;
    private final IdentityHashMap<CarePlan, Optional<Judge>> judges = new IdentityHashMap<>();

    RuleStretches(Patient patient, String ruleId) {
        this.patient = patient;
        this.ruleId = ruleId;
        this.plans = patient.plans();
        this.series = patient.timeline(plans.kinds(ruleId));
        this.judged = patient.judged(ruleId);
    }

    @Override
    public Stretch whole(Consumer<Due> dues) {
        return stretch(Position.START, Instant.MAX, 0, dues);
    }

    @Override
    public Stretch around(Instant changed, Consumer<Due> dues) {
        var reach = plans.reach(ruleId);
        var until = changed.plus(reach.span());
        var since = firstTouched(reach, changed);
        if (reach.days() > 0) {
            var days = PatientDays.safelyAfter(plans.dayOf(changed).plusDays(reach.days()));
            until = days.isAfter(until) ? days : until;
        }
        return stretch(lastClearBefore(since), until, reach.readings(), dues);
    }

    /// The earliest moment of a reading of which a rule of that reach can say something else after a change at a
    // moment.
    static Instant firstTouched(Reach reach, Instant changed) {
        var since = changed.minus(reach.span());
        // A patient who travels west lives a local day twice, so a later reading can count for an earlier one's day.
        return reach.days() > 0 ? since.minus(TRAVEL) : since;
    }

    @Override
    public Stretch since(Instant changed, Consumer<Due> dues) {
        if (changed.equals(Instant.MIN)) {
            return whole(dues);
        }
        var since = changed.minus(plans.reach(ruleId).span()).minus(TRAVEL);
        return stretch(lastClearBefore(since), Instant.MAX, 0, dues);
    }

    private Position lastClearBefore(Instant moment) {
        var found = new Position[] {Position.START};
        series.backward(moment, reading -> {
            var clears = Evaluation.isTrusted(reading) && judge(reading) instanceof Judgement.Clears;
            if (clears) {
                found[0] = reading.position();
            }
            return !clears;
        });
        return found[0];
    }

    private static boolean isAfter(Reading reading, Position position) {
        var order = reading.measuredAt().compareTo(position.measuredAt());
        return order > 0 || (order == 0 && reading.position().compareTo(position) > 0);
    }

    /// Begins after a position where nothing runs, and ends at the first clearing reading later than that moment, than
    /// so many readings of each kind after it, and than what those can have changed.
    private Stretch stretch(Position after, Instant atLeastUntil, int readingsMore, Consumer<Due> dues) {
        var episodes = new EpisodeFold(patient.id(), ruleId, plans);
        var until = new Position[] {Position.END};
        var reached = new Instant[] {atLeastUntil};
        var more = new EnumMap<ReadingKind, Integer>(ReadingKind.class);
        if (readingsMore > 0) {
            counting().forEach(rule -> rule.kinds().forEach(kind -> more.put(kind, readingsMore)));
        }
        series.forward(after.measuredAt(), reading -> {
            if (!isAfter(reading, after)) {
                return true;
            }
            var judgement = judge(reading);
            if (!isPassedOver(reading)) {
                episodes.add(reading, judgement);
            }
            if (judgement instanceof Judgement.Awaits(Instant moment)) {
                dues.accept(new Due(moment, reading.kind(), reading.measuredAt(), false));
            }
            if (!reading.measuredAt().isAfter(reached[0]) || !Evaluation.isTrusted(reading)) {
                return true;
            }
            if (!more.isEmpty()) {
                if (isCounted(reading)) {
                    more.computeIfPresent(reading.kind(), (_, count) -> count > 1 ? count - 1 : null);
                    reached[0] = reading.measuredAt().plus(plans.reach(ruleId).span());
                }
                return true;
            }
            var ends = judgement instanceof Judgement.Clears;
            if (ends) {
                until[0] = reading.position();
            }
            return !ends;
        });
        return new Stretch(ruleId, after, until[0], episodes.finish());
    }

    /// By the plan in force when it was measured; a rule that was not in it then holds nothing open.
    private Judgement judge(Reading reading) {
        return judgeOf(reading).map(judge -> judge.judge(reading)).orElse(Judgement.CLEARS);
    }

    /// Nothing is known by a reading that the rule does not look at, also not that an episode lasts.
    private boolean isPassedOver(Reading reading) {
        return judgeOf(reading).filter(judge -> !judge.looksAt(reading)).isPresent();
    }

    private Optional<Judge> judgeOf(Reading reading) {
        return judgeIn(plans.at(reading.measuredAt())).filter(judge -> judge.rule.isOnAt(reading.measuredAt()));
    }

    private Optional<Judge> judgeIn(CarePlan plan) {
        return judges.computeIfAbsent(plan, each -> each.rule(ruleId).map(Judge::new));
    }

    /// Whether every window of so many readings counts it, by whichever version.
    private boolean isCounted(Reading reading) {
        return counting()
                .filter(rule -> rule.kinds().contains(reading.kind()))
                .map(Judge::new)
                .allMatch(judge -> judge.isAdmitted(reading) && !judge.isHeldBack(reading));
    }

    private Stream<Rule> counting() {
        return plans.rules(ruleId).filter(rule -> rule.condition().reach().readings() > 0);
    }

    /// The readings that this judgement of a reading rests on.
    @Override
    public List<Reading> evidence(Reading reading) {
        return judgeIn(plans.at(reading.measuredAt()))
                .map(judge -> judge.condition.evidence(reading, judge.history))
                .orElseGet(() -> List.of(reading));
    }

    /// The rule in one version of the plan, with what it asks of the patient.
    private final class Judge {

        private final Rule rule;
        private final Condition condition;
        private final Set<ReadingKind> kinds;
        private final boolean hidesSuspects;
        private final History history;

        Judge(Rule rule) {
            this.rule = rule;
            this.condition = rule.condition();
            this.kinds = rule.kinds();
            this.hidesSuspects = condition.isTrend() && !(condition instanceof OtherPerson);
            this.history = patient.history(rule.filter(), hidesSuspects);
        }

        Judgement judge(Reading reading) {
            // What is no trend is soon judged, and may change with time.
            return condition.isTrend() ? judged.of(reading, this::judgeAnew) : judgeAnew(reading);
        }

        private Judgement judgeAnew(Reading reading) {
            return looksAt(reading) ? condition.judge(reading, history) : Judgement.HOLDS;
        }

        boolean looksAt(Reading reading) {
            return isAdmitted(reading)
                    && (!condition.isTrend() || (Evaluation.isTrusted(reading) && !isHeldBack(reading)));
        }

        boolean isAdmitted(Reading reading) {
            return kinds.contains(reading.kind()) && patient.isAdmitted(rule.filter(), reading);
        }

        boolean isHeldBack(Reading reading) {
            return hidesSuspects && patient.isSuspect(reading);
        }
    }
}
