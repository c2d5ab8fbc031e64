package health.vigil.alerts.worklist;

import java.util.List;
import java.util.Optional;

/// What a nurse has to do, most urgent first.
///
/// @param incidents many patients who fell silent at once: one cause, seen to once
/// @param now open alerts of readings that came in time, without those of an incident
/// @param late open alerts of readings that came long after they were measured
/// @param acknowledged taken on, but not over yet
/// @param hidden open alerts beyond those shown
public record Worklist(
        List<Incident> incidents,
        List<AlertView> now,
        List<AlertView> late,
        List<AlertView> acknowledged,
        int open,
        int hidden) {

    private static final int SHOWN = 200;

    static Worklist of(Alerts alerts) {
        var now = alerts.list("open", Optional.of(false), SHOWN);
        var late = alerts.list("open", Optional.of(true), SHOWN);
        var open = alerts.count("open", false);
        var total = open + alerts.count("open", true);
        var hidden = total - now.size() - late.size();
        var incidents = Incident.among(now);
        var single = now.stream()
                .filter(alert -> incidents.stream()
                        .noneMatch(incident -> incident.alerts().contains(alert)))
                .toList();
        return new Worklist(
                incidents, single, late, alerts.list("acknowledged", Optional.empty(), SHOWN), open, hidden);
    }

    public boolean isEmpty() {
        return incidents.isEmpty() && now.isEmpty() && late.isEmpty() && acknowledged.isEmpty();
    }
}
