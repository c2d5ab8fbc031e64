package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.Judgement;
import health.vigil.clinical.vitals.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Folds judged readings, oldest first, into the episodes of one rule.
final class EpisodeFold {

    private final UUID patient;
    private final String ruleId;
    private final PlanHistory plans;
    private final List<Episode> episodes = new ArrayList<>();
    private @Nullable Run running;

    EpisodeFold(UUID patient, String ruleId, PlanHistory plans) {
        this.patient = patient;
        this.ruleId = ruleId;
        this.plans = plans;
    }

    void add(Reading reading, Judgement judgement) {
        if (!Evaluation.isTrusted(reading)) {
            // Its place among the others is unknown: it stands alone, and neither ends nor lengthens an episode.
            if (judgement instanceof Judgement.Violates violation) {
                episodes.add(new Run(reading, violation).end(Optional.empty()));
            }
            return;
        }
        switch (judgement) {
            case Judgement.Violates violation when running == null -> running = new Run(reading, violation);
            case Judgement.Violates violation -> running.add(reading, violation);
            case Judgement.Holds _, Judgement.Awaits _ -> {
                if (running != null) {
                    running.goesOn(reading);
                }
            }
            case Judgement.Clears() -> end(Optional.of(reading.measuredAt()));
        }
    }

    /// The episodes, the one that still runs included.
    List<Episode> finish() {
        end(Optional.empty());
        return List.copyOf(episodes);
    }

    private void end(Optional<Instant> clearedAt) {
        if (running != null) {
            episodes.add(running.end(clearedAt));
            running = null;
        }
    }

    private final class Run {

        private final Reading first;
        private Reading worst;
        private Judgement.Violates worstViolation;
        private Reading latest;
        private int readings = 1;
        private boolean unconfirmed;
        private boolean late;

        Run(Reading first, Judgement.Violates violation) {
            this.first = first;
            this.worst = first;
            this.worstViolation = violation;
            this.latest = first;
            this.unconfirmed = violation.unconfirmed();
            this.late = isLate(first);
        }

        void add(Reading reading, Judgement.Violates violation) {
            if (violation.excess() > worstViolation.excess()) {
                worst = reading;
                worstViolation = violation;
            }
            latest = reading;
            readings++;
            unconfirmed &= violation.unconfirmed();
            late &= isLate(reading);
        }

        /// Not back past the clear level: what a late reading began lasts to this day.
        void goesOn(Reading reading) {
            late &= isLate(reading);
        }

        Episode end(Optional<Instant> clearedAt) {
            var rule = plans.at(first.measuredAt()).rule(ruleId).orElseThrow();
            return new Episode(
                    Episode.identify(patient, ruleId, first.id()),
                    ruleId,
                    plans.versionAt(first.measuredAt()),
                    rule.severity(),
                    worst.kind(),
                    rule.title() + ": " + worstViolation.why().get() + ".",
                    Cause.of(first),
                    Cause.of(worst),
                    Cause.of(latest),
                    readings,
                    unconfirmed,
                    late,
                    first.clockSuspect(),
                    clearedAt);
        }

        private boolean isLate(Reading reading) {
            var delay = Duration.between(reading.measuredAt(), reading.receivedAt());
            return delay.compareTo(plans.at(reading.measuredAt()).lateAfter()) > 0;
        }
    }
}
