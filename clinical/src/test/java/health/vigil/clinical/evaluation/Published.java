package health.vigil.clinical.evaluation;

import health.vigil.clinical.evaluation.Evaluation.Outcome;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// What a stream processor has published of a life, kept up to date by what each change can have changed.
final class Published {

    private final Set<Episode> episodes = new HashSet<>();
    private final NavigableMap<LocalDate, DaySummary> days = new TreeMap<>();

    void update(Life life, Instant changed) {
        apply(life.evaluation().around(changed));
    }

    Set<Episode> episodes() {
        return Set.copyOf(episodes);
    }

    List<DaySummary> days() {
        return List.copyOf(days.values());
    }

    private void apply(Outcome change) {
        change.stretches().forEach(this::replace);
        change.days().forEach(this::replace);
    }

    private void replace(Stretch stretch) {
        episodes.removeIf(episode -> episode.ruleId().equals(stretch.ruleId()) && beginsIn(stretch, episode));
        episodes.addAll(stretch.episodes());
    }

    private void replace(DaySummary summary) {
        if (summary.metrics().isEmpty()) {
            days.remove(summary.day());
        } else {
            days.put(summary.day(), summary);
        }
    }

    static boolean beginsIn(Stretch stretch, Episode episode) {
        var first = episode.first().position();
        return first.compareTo(stretch.after()) > 0 && first.compareTo(stretch.until()) <= 0;
    }
}
