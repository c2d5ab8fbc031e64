package health.vigil.plandocuments;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.plans.PlanHistory;

/// Writes down why an alert was raised.
public final class Explanations {

    private Explanations() {}

    /// JSON; the same text for the same readings and plan, whenever it is asked for.
    public static String write(Episode episode, PlanHistory plans, Evaluation evaluation) {
        return Explanation.of(episode, plans, evaluation.evidence(episode)).json();
    }
}
