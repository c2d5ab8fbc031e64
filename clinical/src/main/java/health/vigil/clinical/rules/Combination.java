package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Several conditions that hold together: at the reading, and for each other one at a reading not longer before it.
/// E.g. a gain of weight and a rise of blood pressure within three days.
///
/// @param all two or more
public record Combination(List<Condition> all, Duration within) implements Condition {

    public Combination {
        all = List.copyOf(all);
        if (all.size() < 2 || all.stream().anyMatch(part -> part instanceof Combination || part instanceof Silence)) {
            throw new IllegalArgumentException(
                    "a combination is of two or more conditions, none a combination or silence");
        }
        if (all.stream().anyMatch(part -> part instanceof ConfirmedLimit limit && !limit.atOnce())) {
            throw new IllegalArgumentException("a combination does not wait for a repeat: set atOnce");
        }
    }

    @Override
    public Set<ReadingKind> kinds() {
        var kinds = EnumSet.noneOf(ReadingKind.class);
        all.forEach(part -> kinds.addAll(part.kinds()));
        return kinds;
    }

    @Override
    public Reach reach() {
        var furthest = Reach.furthest(all.stream().map(Condition::reach));
        // A reading changes what is said of the next ones, and those what is said within that time after them.
        return new Reach(
                furthest.days() + (int) within.toDays() + 1,
                furthest.readings(),
                furthest.span().plus(within));
    }

    @Override
    public boolean isTrend() {
        return true;
    }

    @Override
    public Judgement judge(Reading reading, History history) {
        var here = all.stream()
                .filter(part -> part.kinds().contains(reading.kind()))
                .toList();
        var judged = here.stream().map(part -> part.judge(reading, history)).toList();
        if (judged.stream().noneMatch(Judgement.Violates.class::isInstance)) {
            return judged.stream().allMatch(Judgement.Clears.class::isInstance) ? Judgement.CLEARS : Judgement.HOLDS;
        }
        var violations = new ArrayList<Judgement.Violates>();
        for (var part : all) {
            var violation = latestViolation(part, reading, history);
            if (violation.isEmpty()) {
                return Judgement.HOLDS;
            }
            violations.add(violation.get().judgement());
        }
        var excess = violations.stream()
                .mapToDouble(Judgement.Violates::excess)
                .max()
                .orElse(0);
        return Judgement.violates(excess, () -> violations.stream()
                .map(Judgement.Violates::why)
                .map(Supplier::get)
                .collect(Collectors.joining("; and ")));
    }

    private record Violation(Reading reading, Judgement.Violates judgement) {}

    private Optional<Violation> latestViolation(Condition part, Reading until, History history) {
        var candidates = part.kinds().stream()
                .flatMap(kind -> history.between(kind, until.measuredAt().minus(within), until.measuredAt()).stream())
                .filter(each -> Reading.BY_TIME.compare(each, until) <= 0)
                .sorted(Reading.BY_TIME.reversed());
        return candidates
                .flatMap(each -> part.judge(each, history) instanceof Judgement.Violates violates
                        ? Stream.of(new Violation(each, violates))
                        : Stream.empty())
                .findFirst();
    }

    @Override
    public List<Reading> evidence(Reading reading, History history) {
        return all.stream()
                .flatMap(part -> latestViolation(part, reading, history).stream()
                        .flatMap(violation -> part.evidence(violation.reading(), history).stream()))
                .distinct()
                .sorted(Reading.BY_TIME)
                .toList();
    }

    @Override
    public String describe() {
        return all.stream().map(Condition::describe).collect(Collectors.joining("; and ")) + " (within "
                + Math.max(1, within.toDays()) + " days)";
    }
}
