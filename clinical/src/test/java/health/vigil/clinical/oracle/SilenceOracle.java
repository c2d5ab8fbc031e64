package health.vigil.clinical.oracle;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.Schedule;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.rules.Silence;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// When a patient who measures no more is silent: each part of each local day in which a reading was expected counts,
/// by the plan in force when that part began.
public record SilenceOracle(Calendar calendar, RuleOracle rules, String ruleId, ReadingKind kind) {

    private static final int LONGEST = 500;

    private record Expected(Instant begin, Instant end, Silence silence) {}

    /// After a reading; one at the very beginning of a part is the one expected in it.
    public Optional<Instant> after(Instant reading) {
        return silence(
                expected(reading).filter(each -> each.begin().isAfter(reading)).toList());
    }

    /// Without any reading.
    public Optional<Instant> fromTheBeginning() {
        return silence(expected(calendar.versions().firstKey()).toList());
    }

    private Optional<Instant> silence(List<Expected> missed) {
        for (var i = 0; i < missed.size(); i++) {
            var last = missed.get(i);
            var since = last.end().plus(last.silence().grace());
            if (i + 1 >= last.silence().missed() && silenceAt(since).isPresent()) {
                return Optional.of(since);
            }
        }
        return Optional.empty();
    }

    private Stream<Expected> expected(Instant from) {
        var start = later(from, calendar.versions().firstKey());
        var first = calendar.dayOf(start).minusDays(3);
        var last = calendar.dayOf(later(start, calendar.versions().lastKey())).plusDays(LONGEST);
        return first.datesUntil(last)
                .flatMap(this::expected)
                .filter(each -> !each.begin().isBefore(start))
                .sorted(Comparator.comparing(Expected::begin));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /// On a day that a version saw the beginning of a part of, and that its calendar has.
    private Stream<Expected> expected(LocalDate day) {
        return calendar.versions().entrySet().stream().flatMap(version -> {
            var plan = version.getValue();
            return plan.schedules().stream()
                    .filter(schedule -> schedule.kind() == kind)
                    .flatMap(schedule -> schedule.parts().stream()
                            .filter(part -> isExpected(schedule, day, version.getKey(), plan, part))
                            .flatMap(part -> silenceAt(begin(plan, day, part))
                                    .map(silence -> new Expected(begin(plan, day, part), end(plan, day, part), silence))
                                    .stream()));
        });
    }

    private boolean isExpected(Schedule schedule, LocalDate day, Instant version, CarePlan plan, PartOfDay part) {
        var begin = begin(plan, day, part);
        var campaign = schedule.days().map(days -> calendar.dayOf(version).plusDays(days));
        return calendar.beginningOfPlanAt(begin).equals(version)
                && calendar.dayOf(begin).equals(day)
                && (campaign.isEmpty() || day.isBefore(campaign.get()))
                && rules.rule(ruleId, begin)
                        .filter(rule -> RuleOracle.isOn(rule, begin))
                        .isPresent();
    }

    private Optional<Silence> silenceAt(Instant moment) {
        return rules.rule(ruleId, moment)
                .filter(rule -> rule.condition() instanceof Silence)
                .map(rule -> (Silence) rule.condition());
    }

    private static Instant begin(CarePlan plan, LocalDate day, PartOfDay part) {
        return wallClock(plan, day, part.from().getHour());
    }

    private static Instant end(CarePlan plan, LocalDate day, PartOfDay part) {
        return wallClock(plan, day, part.untilHour());
    }

    /// The first moment at which a wall clock shows that hour of that day or more.
    private static Instant wallClock(CarePlan plan, LocalDate day, int hour) {
        var wanted = day.atTime(LocalTime.MIDNIGHT).plusHours(hour);
        var rules = plan.zone().getRules();
        var offsets = rules.getValidOffsets(wanted);
        if (!offsets.isEmpty()) {
            return wanted.toInstant(offsets.getFirst());
        }
        var gap = rules.getTransition(wanted);
        // The clock jumps over that hour: it shows it, in a way, so long after the jump as it would have been.
        return gap.getInstant().plus(Duration.between(gap.getDateTimeBefore(), wanted));
    }
}
