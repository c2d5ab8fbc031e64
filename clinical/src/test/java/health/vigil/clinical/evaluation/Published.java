package health.vigil.clinical.evaluation;

import health.vigil.clinical.evaluation.Evaluation.Due;
import health.vigil.clinical.evaluation.Evaluation.Outcome;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a stream processor has published of a life, kept up to date by what each change can have changed.
final class Published {

    private record Day(ReadingKind kind, LocalDate day) {}

    private final Set<Episode> episodes = new HashSet<>();
    private final Map<Day, DaySummary> days = new HashMap<>();
    private final Set<Due> dues = new HashSet<>();

    /// A reading of that kind measured then has come, changed or gone.
    void changed(Life life, ReadingKind kind, Instant moment) {
        apply(life.evaluation().around(kind, moment));
    }

    /// All that has become due by now.
    void passes(Life life) {
        var ready = dues.stream().filter(due -> !due.at().isAfter(life.now())).toList();
        for (var due : ready) {
            dues.remove(due);
            apply(life.evaluation().passing(due.kind(), due.measuredAt()));
        }
    }

    /// A device has said something of itself: that can change what is said of a silence that lasts.
    void heard(Life life) {
        var lasting = episodes.stream()
                .filter(episode ->
                        episode.readings() == 0 && episode.clearedAt().isEmpty())
                .toList();
        lasting.forEach(episode ->
                apply(life.evaluation().passing(episode.kind(), episode.first().measuredAt())));
    }

    /// Another plan. The days that are none any more by its zones are those of the plan before it.
    void planned(Life before, Life after) {
        before.plans().firstDifference(after.plans()).ifPresent(moment -> {
            var rules = after.plans().ruleIds();
            episodes.removeIf(episode -> !rules.contains(episode.ruleId()));
            before.evaluation().since(moment).days().forEach(this::remove);
            apply(after.evaluation().since(moment));
        });
    }

    Set<Episode> episodes() {
        return Set.copyOf(episodes);
    }

    Set<DaySummary> days() {
        return Set.copyOf(days.values());
    }

    private void apply(Outcome change) {
        change.stretches().forEach(this::replace);
        change.days().forEach(this::replace);
        dues.addAll(change.dues());
    }

    private void replace(Stretch stretch) {
        episodes.removeIf(episode -> episode.ruleId().equals(stretch.ruleId()) && beginsIn(stretch, episode));
        episodes.addAll(stretch.episodes());
    }

    private void replace(DaySummary summary) {
        remove(summary);
        if (!summary.metrics().isEmpty()) {
            days.put(new Day(summary.kind(), summary.day()), summary);
        }
    }

    private void remove(DaySummary summary) {
        days.remove(new Day(summary.kind(), summary.day()));
    }

    static boolean beginsIn(Stretch stretch, Episode episode) {
        var first = episode.first().position();
        return first.compareTo(stretch.after()) > 0 && first.compareTo(stretch.until()) <= 0;
    }

    static List<Episode> in(Stretch stretch, List<Episode> episodes) {
        return episodes.stream()
                .filter(episode -> episode.ruleId().equals(stretch.ruleId()) && beginsIn(stretch, episode))
                .toList();
    }
}
