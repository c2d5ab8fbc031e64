package health.vigil.alerts.worklist;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Many patients who fell silent at about the same time: more likely one cause, such as an outage, than as many
/// people who forgot. One card instead of a hundred.
///
/// @param alerts by the time at which they were raised
public record Incident(List<AlertView> alerts) {

    /// House: so many patients, each within so long after the one before.
    private static final int AT_LEAST = 5;

    private static final Duration APART = Duration.ofMinutes(10);

    public Incident {
        alerts = List.copyOf(alerts);
    }

    /// The incidents in open alerts.
    static List<Incident> among(List<AlertView> open) {
        var silent = open.stream()
                .filter(alert -> alert.isSilence() && alert.clearedAt() == null)
                .sorted(Comparator.comparing(AlertView::raisedAt).thenComparing(AlertView::alertId))
                .toList();
        var incidents = new ArrayList<Incident>();
        var begin = 0;
        for (var i = 1; i <= silent.size(); i++) {
            var ends = i == silent.size()
                    || silent.get(i)
                            .raisedAt()
                            .isAfter(silent.get(i - 1).raisedAt().plus(APART));
            if (ends) {
                var together = silent.subList(begin, i);
                if (patients(together) >= AT_LEAST) {
                    incidents.add(new Incident(together));
                }
                begin = i;
            }
        }
        return incidents;
    }

    private static long patients(List<AlertView> alerts) {
        return alerts.stream().map(AlertView::patientId).distinct().count();
    }

    public long patients() {
        return patients(alerts);
    }

    public Instant since() {
        return alerts.getFirst().raisedAt();
    }
}
