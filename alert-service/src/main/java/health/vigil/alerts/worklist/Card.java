package health.vigil.alerts.worklist;

import health.vigil.alerts.questions.Questions.Question;
import java.util.List;
import java.util.Optional;

/// An alert with all that a nurse needs to decide what to do.
///
/// @param readings the latest of the kind, newest first
/// @param steps the latest that happened to it, newest first
/// @param before what became of the patient's earlier alerts, in words; empty where there were none
/// @param looking other nurses who have it before them
/// @param canUndo whether the viewer may take back what she just did
public record Card(
        AlertView alert,
        Optional<Sparkline> sparkline,
        List<String> readings,
        List<Alerts.Step> steps,
        String before,
        List<String> looking,
        List<Question> questions,
        boolean canUndo) {

    public Card {
        readings = List.copyOf(readings);
        steps = List.copyOf(steps);
        looking = List.copyOf(looking);
        questions = List.copyOf(questions);
    }
}
