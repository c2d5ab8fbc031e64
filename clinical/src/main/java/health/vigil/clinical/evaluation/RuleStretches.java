package health.vigil.clinical.evaluation;

import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.Judgement;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Finds the episodes of one rule in a patient's readings.
///
/// A reading that clears the rule leaves no episode running, whatever came before. So readings between two clearing
/// ones can be judged alone: the part that a change can have touched reaches from the last clearing reading before it
/// to the first one that is out of its reach.
final class RuleStretches {

    private static final Duration TRAVEL = Duration.ofDays(2);

    private final UUID patient;
    private final String ruleId;
    private final PlanHistory plans;
    private final Series series;
    private final PatientDays days;

    RuleStretches(UUID patient, String ruleId, PlanHistory plans, Series series) {
        this.patient = patient;
        this.ruleId = ruleId;
        this.plans = plans;
        this.series = series;
        this.days = new PatientDays(plans, series);
    }

    Stretch whole() {
        return stretch(Position.START, Instant.MAX);
    }

    Stretch around(Instant changed) {
        var reach = plans.reachDays(ruleId);
        if (reach == 0) {
            return stretch(lastClearBefore(changed), changed);
        }
        // A patient who travels west lives a local day twice, so a later reading can count for an earlier one's day.
        return stretch(
                lastClearBefore(changed.minus(TRAVEL)),
                PatientDays.safelyAfter(plans.dayOf(changed).plusDays(reach)));
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

    /// Begins after a position where nothing runs, and ends at the first clearing reading later than that moment.
    private Stretch stretch(Position after, Instant atLeastUntil) {
        var episodes = new EpisodeFold(patient, ruleId, plans);
        var until = new Position[] {Position.END};
        series.forward(after.measuredAt(), reading -> {
            if (reading.position().compareTo(after) <= 0) {
                return true;
            }
            var judgement = judge(reading);
            episodes.add(reading, judgement);
            var ends = reading.measuredAt().isAfter(atLeastUntil)
                    && Evaluation.isTrusted(reading)
                    && judgement instanceof Judgement.Clears;
            if (ends) {
                until[0] = reading.position();
            }
            return !ends;
        });
        return new Stretch(ruleId, after, until[0], episodes.finish());
    }

    /// By the plan in force when it was measured; a rule that was not in it then holds nothing open.
    private Judgement judge(Reading reading) {
        return plans.at(reading.measuredAt())
                .rule(ruleId)
                .filter(rule -> Evaluation.isTrusted(reading) || !rule.needsTrustedTime())
                .map(rule -> rule.judge(reading, days))
                .orElseGet(Judgement.Clears::new);
    }
}
