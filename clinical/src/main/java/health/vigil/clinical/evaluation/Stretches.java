package health.vigil.clinical.evaluation;

import health.vigil.clinical.evaluation.Evaluation.Due;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.vitals.Reading;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Finds the episodes of one rule.
sealed interface Stretches permits RuleStretches, SilentStretches {

    /// All of them.
    Stretch whole(Consumer<Due> dues);

    /// Those that a change of a reading measured at that moment can have touched.
    Stretch around(Instant changed, Consumer<Due> dues);

    /// Those that a change of the plan from that moment on can have touched.
    Stretch since(Instant changed, Consumer<Due> dues);

    /// The readings that the judgement of this one rests on.
    List<Reading> evidence(Reading reading);
}
