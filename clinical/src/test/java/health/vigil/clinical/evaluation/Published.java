package health.vigil.clinical.evaluation;

import health.vigil.clinical.evaluation.Evaluation.Due;
import health.vigil.clinical.evaluation.Evaluation.Outcome;
import health.vigil.clinical.evaluation.Evaluation.Stretch;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Readings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// What a stream processor has published of a life, kept up to date by what each change can have changed.
final class Published {

    private record Day(ReadingKind kind, LocalDate day) {}

    private final Set<Episode> episodes = new HashSet<>();
    private final Map<Day, DaySummary> days = new HashMap<>();
    private final Set<Due> dues = new HashSet<>();
    private final Map<ReadingKind, Instant> silences = new EnumMap<>(ReadingKind.class);
    private final boolean keepsReadings;
    private Life life;
    private Timelines timelines;

    /// @param keepsReadings in memory, from one change to the next
    Published(Life life, boolean keepsReadings) {
        this.life = life;
        this.keepsReadings = keepsReadings;
        this.timelines = fetching();
    }

    private Timelines fetching() {
        return new Timelines(life.plans(), Now::new);
    }

    /// The readings of one kind as they are whenever somebody looks.
    private final class Now implements Series {

        private final ReadingKind kind;

        Now(ReadingKind kind) {
            this.kind = kind;
        }

        @Override
        public void forward(Instant from, Predicate<Reading> visitor) {
            Series.of(life.of(kind)).forward(from, visitor);
        }

        @Override
        public void backward(Instant before, Predicate<Reading> visitor) {
            Series.of(life.of(kind)).backward(before, visitor);
        }
    }

    private Evaluation evaluation(Life now) {
        life = now;
        return keepsReadings
                ? new Evaluation(Readings.PATIENT, timelines, life::presence, life.now())
                : life.evaluation();
    }

    /// That reading has come, changed or gone.
    void changed(Life now, Reading reading) {
        var evaluation = evaluation(now);
        life.of(reading.kind()).stream()
                .filter(each -> each.position().equals(reading.position()))
                .findFirst()
                .ifPresentOrElse(timelines::put, () -> timelines.remove(reading.kind(), reading.position()));
        apply(evaluation.around(reading.kind(), reading.measuredAt()));
    }

    /// All that has become due by now.
    void passes(Life now) {
        var ready = dues.stream().filter(due -> !due.at().isAfter(now.now())).toList();
        for (var due : ready) {
            dues.remove(due);
            apply(evaluation(now).passing(due.kind(), due.measuredAt()));
        }
        for (var kind : ReadingKind.values()) {
            if (silences.containsKey(kind)
                    && !silences.getOrDefault(kind, Instant.MAX).isAfter(now.now())) {
                silences.remove(kind);
                apply(evaluation(now).silence(kind));
            }
        }
    }

    /// A device has said something of itself: that can change what is said of a silence that lasts.
    void heard(Life now) {
        now.plans().silentKinds().forEach(kind -> apply(evaluation(now).silence(kind)));
    }

    /// Another plan. The days that are none any more by its zones are those of the plan before it.
    void planned(Life before, Life after) {
        before.plans().firstDifference(after.plans()).ifPresent(moment -> {
            var rules = after.plans().ruleIds();
            episodes.removeIf(episode -> !rules.contains(episode.ruleId()));
            before.evaluation().since(moment).days().forEach(this::remove);
            life = after;
            timelines = fetching();
            apply(evaluation(after).since(moment));
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
        change.dues().forEach(this::arm);
    }

    /// One silence of each kind at most: when its moment has come, all of that kind are looked at.
    private void arm(Due due) {
        if (due.silence()) {
            silences.merge(due.kind(), due.at(), (one, other) -> one.isBefore(other) ? one : other);
        } else {
            dues.add(due);
        }
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
