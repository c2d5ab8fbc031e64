package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A value beyond a limit. Violated when one of the bounds is; cleared when all are.
///
/// @param graver bounds of the next graver rule: a reading beyond one of these belongs to that rule alone, so that one
///     reading does not raise the same thing twice
public record LimitRule(
        String id, String title, Severity severity, ReadingKind kind, List<Bound> bounds, List<Bound> graver)
        implements Rule {

    public LimitRule {
        bounds = List.copyOf(bounds);
        graver = List.copyOf(graver);
    }

    @Override
    public int reachDays() {
        return 0;
    }

    @Override
    public boolean needsTrustedTime() {
        return false;
    }

    @Override
    public Judgement judge(Reading reading, History history) {
        if (matching(graver, reading, Bound::isBeyond).findAny().isPresent()) {
            return new Judgement.Holds();
        }
        var broken = matching(bounds, reading, Bound::isBeyond).toList();
        if (!broken.isEmpty()) {
            var excess = broken.stream()
                    .mapToDouble(
                            bound -> bound.excess(reading.value(bound.metric()).orElseThrow()))
                    .max()
                    .orElseThrow();
            var why = broken.stream()
                    .map(bound -> bound.describe(reading.value(bound.metric()).orElseThrow()))
                    .collect(Collectors.joining(" and ", title + ": ", "."));
            return new Judgement.Violates(excess, why);
        }
        var uncleared = matching(bounds, reading, (bound, value) -> !bound.isClear(value));
        return uncleared.findAny().isPresent() ? new Judgement.Holds() : new Judgement.Clears();
    }

    private static Stream<Bound> matching(List<Bound> bounds, Reading reading, BiPredicate<Bound, Value> test) {
        return bounds.stream().filter(bound -> reading.value(bound.metric())
                .filter(value -> test.test(bound, value))
                .isPresent());
    }
}
