package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.rules.Filter;
import health.vigil.clinical.rules.History;
import health.vigil.clinical.rules.Judgement;
import health.vigil.clinical.rules.OtherPerson;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/// All that an evaluation knows of a patient; the rules share what was fetched.
final class Patient {

    private final UUID id;
    private final PlanHistory plans;
    private final Instant now;
    private final Timelines timelines;
    private final Set<ReadingKind> suspicious;
    private final Map<UUID, Boolean> suspects = new HashMap<>();

    Patient(UUID id, Timelines timelines, Instant now) {
        this.id = id;
        this.plans = timelines.plans();
        this.suspicious = plans.suspiciousKinds();
        this.timelines = timelines;
        this.now = now;
    }

    UUID id() {
        return id;
    }

    PlanHistory plans() {
        return plans;
    }

    Instant now() {
        return now;
    }

    Timeline timeline(ReadingKind kind) {
        return timelines.of(kind);
    }

    /// What the days of that kind add up to.
    DayTallies days(ReadingKind kind) {
        return timelines.days(kind);
    }

    /// The readings of several kinds as one series.
    Series timeline(Set<ReadingKind> kinds) {
        return kinds.size() == 1
                ? timeline(kinds.iterator().next())
                : new MergedSeries(kinds.stream().map(this::timeline).toList());
    }

    /// What that trend said of readings before.
    Judged judged(String ruleId) {
        return timelines.judged(ruleId);
    }

    /// What a rule with that filter sees.
    History history(Filter filter, boolean trend) {
        var all = filter.isAll();
        return new View(dated -> Evaluation.isTrusted(dated.reading())
                && (all || filter.admits(dated.reading(), dated.time()))
                && !(trend && isSuspect(dated.reading())));
    }

    /// Whether a rule with that filter looks at the reading.
    boolean isAdmitted(Filter filter, Reading reading) {
        return filter.isAll() || filter.admits(reading, plans.timeOf(reading.measuredAt()));
    }

    /// Whether it looks like another person's, by the plan in force when it was measured.
    boolean isSuspect(Reading reading) {
        if (!suspicious.contains(reading.kind())) {
            return false;
        }
        var known = suspects.get(reading.id());
        if (known != null) {
            return known;
        }
        var suspect = false;
        for (var rule : plans.at(reading.measuredAt()).rules()) {
            suspect |= rule.condition() instanceof OtherPerson condition
                    && condition.kinds().contains(reading.kind())
                    && rule.isOnAt(reading.measuredAt())
                    && isAdmitted(rule.filter(), reading)
                    && condition.judge(reading, history(rule.filter(), false)) instanceof Judgement.Violates;
        }
        suspects.put(reading.id(), suspect);
        return suspect;
    }

    private final class View implements History {

        private final Predicate<Dated> sees;

        View(Predicate<Dated> sees) {
            this.sees = sees;
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public LocalDate dayOf(Instant moment) {
            return plans.dayOf(moment);
        }

        @Override
        public List<Dated> days(ReadingKind kind, LocalDate first, LocalDate last) {
            return new PatientDays(timeline(kind), sees).in(first, last);
        }

        @Override
        public List<Reading> lastBefore(Reading reading, int count) {
            var found = new ArrayList<Reading>(count);
            timeline(reading.kind()).walkBack(reading.measuredAt().plusMillis(1), each -> {
                if (Reading.BY_TIME.compare(each.reading(), reading) <= 0 && sees.test(each)) {
                    found.add(each.reading());
                }
                return found.size() < count;
            });
            Collections.reverse(found);
            return found;
        }

        @Override
        public List<Reading> between(ReadingKind kind, Instant from, Instant to) {
            var found = new ArrayList<Reading>();
            timeline(kind).walk(from, each -> {
                if (each.reading().measuredAt().isAfter(to)) {
                    return false;
                }
                if (sees.test(each)) {
                    found.add(each.reading());
                }
                return true;
            });
            return found;
        }
    }
}
