package health.vigil.care.previews;

import health.vigil.care.previews.Preview.Raised;
import health.vigil.clinical.rules.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How many alerts there are now and would be then, by rule and severity.
public final class Tally {

    /// One line of it. A rule whose severity changes has two.
    public record Count(String rule, String title, Severity severity, int now, int then) {

        private Count plus(Count other) {
            return new Count(rule, title, severity, now + other.now, then + other.then);
        }
    }

    private record Key(Severity severity, String rule) {

        /// Most severe first.
        static final Comparator<Key> ORDER =
                Comparator.comparing(Key::severity).reversed().thenComparing(Key::rule);
    }

    private final Map<Key, Count> counts = new TreeMap<>(Key.ORDER);

    void add(Preview preview) {
        preview.now().forEach(raised -> add(count(raised, 1, 0)));
        preview.then().forEach(raised -> add(count(raised, 0, 1)));
    }

    private static Count count(Raised raised, int now, int then) {
        var episode = raised.episode();
        return new Count(episode.ruleId(), raised.title(), episode.severity(), now, then);
    }

    private void add(Count count) {
        counts.merge(new Key(count.severity(), count.rule()), count, Count::plus);
    }

    void add(Tally other) {
        other.counts.values().forEach(this::add);
    }

    List<Count> counts() {
        return List.copyOf(counts.values());
    }

    int now() {
        return counts.values().stream().mapToInt(Count::now).sum();
    }

    int then() {
        return counts.values().stream().mapToInt(Count::then).sum();
    }
}
