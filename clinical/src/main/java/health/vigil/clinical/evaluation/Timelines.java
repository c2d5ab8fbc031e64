package health.vigil.clinical.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Position;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// A patient's readings as far as they were fetched, for one evaluation or for several in a row. Who keeps them tells
/// them of every change of the source, and makes them anew when the plan changes, since that makes the local days.
public final class Timelines {

    private final Map<ReadingKind, Timeline> timelines = new EnumMap<>(ReadingKind.class);
    private final Map<ReadingKind, DayTallies> days = new EnumMap<>(ReadingKind.class);
    private final Map<String, Judged> judged = new HashMap<>();
    private final Function<ReadingKind, Series> source;
    private final PlanHistory plans;

    /// Fetches nothing yet.
    public Timelines(PlanHistory plans, Function<ReadingKind, Series> source) {
        this.plans = plans;
        this.source = source;
    }

    /// The source has that reading now.
    public void put(Reading reading) {
        of(reading.kind()).put(reading);
        days(reading.kind()).put(reading);
        changed(reading.kind(), reading.measuredAt());
    }

    /// The source has no reading there any more.
    public void remove(ReadingKind kind, Position position) {
        of(kind).remove(position);
        days(kind).remove(position);
        changed(kind, position.measuredAt());
    }

    private void changed(ReadingKind kind, Instant moment) {
        judged.forEach((rule, said) -> {
            if (plans.kinds(rule).contains(kind)) {
                said.forget(RuleStretches.firstTouched(plans.reach(rule), moment));
            }
        });
    }

    /// What that rule said of readings before.
    Judged judged(String ruleId) {
        return judged.computeIfAbsent(ruleId, _ -> new Judged());
    }

    /// How many readings, judgements of them and days are held in memory.
    public int size() {
        var size = 0;
        for (var timeline : timelines.values()) {
            size += timeline.size();
        }
        for (var tallies : days.values()) {
            size += tallies.size();
        }
        for (var said : judged.values()) {
            size += said.size();
        }
        return size;
    }

    Timeline of(ReadingKind kind) {
        return timelines.computeIfAbsent(kind, each -> new Timeline(source.apply(each), plans));
    }

    DayTallies days(ReadingKind kind) {
        return days.computeIfAbsent(kind, each -> new DayTallies(of(each), plans));
    }

    PlanHistory plans() {
        return plans;
    }
}
