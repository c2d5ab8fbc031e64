package health.vigil.care.previews;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The alerts of one patient as they are, and as they would have been with another plan all the time.
///
/// @param now by the plan history as it is stored
/// @param then by the other plan
record Preview(List<Raised> now, List<Raised> then) {

    /// What windows and baselines look back on: the longest that a plan can ask for.
    static final Duration RUN_UP = Duration.ofDays(60);

    /// An alert with the title of its rule.
    record Raised(Episode episode, String title) {

        static final Comparator<Raised> NEWEST_FIRST = Comparator.comparing(
                        (Raised raised) -> raised.episode().first().position())
                .thenComparing(raised -> raised.episode().ruleId())
                .reversed();
    }

    /// Counts only alerts whose first reading was measured from that moment on.
    ///
    /// @param readings since the run-up, in any order
    static Preview of(
            UUID patient,
            PlanHistory stored,
            CarePlan other,
            Collection<Reading> readings,
            Instant from,
            Instant until) {
        var series = series(readings);
        var always = PlanHistory.always(other);
        return new Preview(raised(patient, stored, series, from, until), raised(patient, always, series, from, until));
    }

    private static Function<ReadingKind, Series> series(Collection<Reading> readings) {
        var byKind = new EnumMap<ReadingKind, Series>(ReadingKind.class);
        for (var kind : ReadingKind.values()) {
            byKind.put(
                    kind,
                    Series.of(readings.stream()
                            .filter(reading -> reading.kind() == kind)
                            .toList()));
        }
        return kind -> byKind.getOrDefault(kind, Series.of(List.of()));
    }

    private static List<Raised> raised(
            UUID patient, PlanHistory plans, Function<ReadingKind, Series> series, Instant from, Instant until) {
        return new Evaluation(patient, plans, series, Presence.UNKNOWN, until)
                .episodesSince(from).stream()
                        .filter(episode -> !episode.first().measuredAt().isBefore(from))
                        .map(episode -> new Raised(episode, title(plans, episode)))
                        .sorted(Raised.NEWEST_FIRST)
                        .toList();
    }

    private static String title(PlanHistory plans, Episode episode) {
        return plans.at(episode.first().measuredAt())
                .rule(episode.ruleId())
                .map(Rule::title)
                .orElse(episode.ruleId());
    }

    /// Alerts that the other plan would not have raised.
    List<Raised> onlyNow() {
        return without(now, ids(then));
    }

    /// Alerts that only the other plan would have raised.
    List<Raised> onlyThen() {
        return without(then, ids(now));
    }

    /// Alerts of both, as the other plan would have raised them.
    List<Raised> both() {
        var known = ids(now);
        return then.stream()
                .filter(raised -> known.containsKey(raised.episode().id()))
                .toList();
    }

    private static Map<UUID, Raised> ids(List<Raised> raised) {
        return raised.stream().collect(Collectors.toMap(each -> each.episode().id(), Function.identity()));
    }

    private static List<Raised> without(List<Raised> raised, Map<UUID, Raised> known) {
        return raised.stream()
                .filter(each -> !known.containsKey(each.episode().id()))
                .toList();
    }
}
