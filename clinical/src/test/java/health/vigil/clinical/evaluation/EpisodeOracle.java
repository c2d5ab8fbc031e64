package health.vigil.clinical.evaluation;

import health.vigil.clinical.oracle.Calendar;
import health.vigil.clinical.oracle.RuleOracle;
import health.vigil.clinical.oracle.Verdict;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.vitals.Reading;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Episodes, straight from their definition: slow and obvious. An episode is a violating reading that no other comes
/// before without a clearing one between them, and all that follow it without a clearing one between them.
final class EpisodeOracle {

    private final Life life;
    private final Calendar calendar;
    private final RuleOracle rules;

    EpisodeOracle(Life life) {
        this.life = life;
        this.calendar = life.calendar();
        this.rules = new RuleOracle(calendar, life.now());
    }

    Set<Finding> findings() {
        return rules().map(Rule::id).distinct().flatMap(this::findings).collect(Collectors.toSet());
    }

    private Stream<Rule> rules() {
        return life.versions().values().stream().flatMap(plan -> plan.rules().stream());
    }

    private Stream<Finding> findings(String id) {
        var silence = rules().filter(rule -> rule.id().equals(id) && rule.condition() instanceof Silence)
                .findFirst();
        return silence.isPresent()
                ? new SilenceFindings(
                                life,
                                rules,
                                id,
                                silence.get().kinds().iterator().next())
                        .all()
                : new Runs(id).all();
    }

    /// The episodes of one rule.
    private final class Runs {

        private final String id;
        private final List<Reading> trusted;
        private final Map<UUID, Verdict> verdicts = new HashMap<>();

        Runs(String id) {
            this.id = id;
            this.trusted =
                    calendar.trusted().stream().filter(this::isOfItsKinds).toList();
            life.readings().stream()
                    .filter(this::isOfItsKinds)
                    .forEach(reading -> verdicts.put(reading.id(), rules.verdict(id, reading)));
        }

        /// Of any version: where a version has not got the rule, any of them ends an episode.
        private boolean isOfItsKinds(Reading reading) {
            return rules().anyMatch(rule -> rule.id().equals(id) && rule.kinds().contains(reading.kind()));
        }

        private Verdict verdict(Reading reading) {
            return Optional.ofNullable(verdicts.get(reading.id())).orElseThrow();
        }

        Stream<Finding> all() {
            return Stream.concat(runs(), loners());
        }

        private Stream<Finding> runs() {
            var violating = which(Verdict::violates);
            var clearing = which(Verdict::clears);
            return violating.stream()
                    .filter(first -> violating.stream()
                            .filter(earlier -> isBefore(earlier, first))
                            .allMatch(earlier -> isAnyBetween(earlier, first, clearing)))
                    .map(first -> run(first, clearing));
        }

        private Finding run(Reading first, List<Reading> clearing) {
            var open = trusted.stream()
                    .filter(later -> !isBefore(later, first) && !isAnyBetween(first, later, clearing))
                    .toList();
            var end = clearing.stream().filter(clear -> isBefore(first, clear)).findFirst();
            var late = open.stream()
                    .filter(reading ->
                            verdict(reading).violates() || verdict(reading).holds())
                    .allMatch(this::isLate);
            var run =
                    open.stream().filter(reading -> verdict(reading).violates()).toList();
            return finding(run, late, end);
        }

        /// A reading of a suspect clock is judged by itself, where its rule needs no other readings.
        private Stream<Finding> loners() {
            return life.readings().stream()
                    .filter(reading -> reading.clockSuspect() && isOfItsKinds(reading))
                    .filter(reading -> verdict(reading).violates())
                    .map(reading -> finding(List.of(reading), isLate(reading), Optional.empty()));
        }

        private Finding finding(List<Reading> run, boolean late, Optional<Reading> end) {
            var first = run.getFirst();
            var most = run.stream()
                    .mapToDouble(reading -> verdict(reading).excess())
                    .max()
                    .orElseThrow();
            var worst = run.stream()
                    .filter(reading -> verdict(reading).excess() == most)
                    .min(Comparator.comparing(Reading::position))
                    .orElseThrow();
            return new Finding(
                    id,
                    calendar.versionAt(first.measuredAt()),
                    rules.rule(id, first.measuredAt()).orElseThrow().severity(),
                    worst.kind(),
                    first.position(),
                    worst.position(),
                    run.getLast().position(),
                    run.size(),
                    run.stream().allMatch(reading -> verdict(reading).unconfirmed()),
                    late,
                    first.clockSuspect(),
                    end.map(Reading::measuredAt));
        }

        private boolean isLate(Reading reading) {
            var delay = Duration.between(reading.measuredAt(), reading.receivedAt());
            return delay.compareTo(calendar.planAt(reading.measuredAt()).lateAfter()) > 0;
        }

        private List<Reading> which(Predicate<Verdict> verdict) {
            return trusted.stream()
                    .filter(reading -> verdict.test(verdict(reading)))
                    .toList();
        }
    }

    private static boolean isBefore(Reading one, Reading other) {
        return Reading.BY_TIME.compare(one, other) < 0;
    }

    /// Between them, or the later one itself.
    private static boolean isAnyBetween(Reading from, Reading to, List<Reading> readings) {
        return readings.stream().anyMatch(reading -> isBefore(from, reading) && !isBefore(to, reading));
    }
}
