package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// So many values beyond a limit among the last ones, or within a duration.
///
/// @param times how many, the judged one included
/// @param ofLast among so many last readings; absent where a duration is given
/// @param within among the readings of that long before; absent where a number is given
public record Repeated(List<Bound> bounds, int times, Optional<Integer> ofLast, Optional<Duration> within)
        implements Condition {

    public Repeated {
        bounds = List.copyOf(bounds);
        Bound.checkedKind(bounds);
        if (ofLast.isPresent() == within.isPresent()) {
            throw new IllegalArgumentException("either ofLast or within must be given");
        }
        if (times < 1 || ofLast.filter(last -> last < times).isPresent()) {
            throw new IllegalArgumentException("times must be at least 1, and not more than ofLast");
        }
    }

    @Override
    public Set<ReadingKind> kinds() {
        return Bound.kinds(bounds);
    }

    @Override
    public Reach reach() {
        return new Reach(0, ofLast.orElse(0), within.orElse(Duration.ZERO));
    }

    @Override
    public boolean isTrend() {
        return true;
    }

    @Override
    public Judgement judge(Reading reading, History history) {
        var beyond = Bound.isAnyBeyond(bounds, reading);
        if (!beyond && !Bound.areAllClear(bounds, reading)) {
            return Judgement.HOLDS;
        }
        var window = evidence(reading, history);
        var size = window.size();
        var count = count(window);
        if (beyond) {
            return count < times
                    ? Judgement.HOLDS
                    : Judgement.violates(Bound.worstExcess(bounds, reading), () -> "%d of %d readings %s: %s"
                            .formatted(
                                    count,
                                    size,
                                    within.map(duration -> "within " + hours(duration))
                                            .orElse("in a row"),
                                    Bound.describe(bounds, reading)));
        }
        return count < times ? Judgement.CLEARS : Judgement.HOLDS;
    }

    private int count(List<Reading> window) {
        var count = 0;
        for (var each : window) {
            count += Bound.isAnyBeyond(bounds, each) ? 1 : 0;
        }
        return count;
    }

    private static String hours(Duration duration) {
        return duration.toDays() > 1 ? duration.toDays() + " days" : duration.toHours() + " hours";
    }

    @Override
    public List<Reading> evidence(Reading reading, History history) {
        return ofLast.map(count -> history.lastBefore(reading, count))
                .orElseGet(() -> history
                        .between(reading.kind(), reading.measuredAt().minus(within.orElseThrow()), reading.measuredAt())
                        .stream()
                        .filter(each -> Reading.BY_TIME.compare(each, reading) <= 0)
                        .toList());
    }

    @Override
    public String describe() {
        return "%s, %d times %s"
                .formatted(
                        Bound.describe(bounds),
                        times,
                        within.map(duration -> "within " + hours(duration))
                                .orElseGet(() -> "among the last " + ofLast.orElseThrow()));
    }
}
