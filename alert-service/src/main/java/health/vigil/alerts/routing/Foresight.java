package health.vigil.alerts.routing;

import health.vigil.alerts.routing.Course.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Who would be reached if an alert came at some moment and nobody answered.
public final class Foresight {

    /// More than a path has levels, so the whole team is among them.
    private static final int STEPS = 8;

    private Foresight() {}

    /// What would happen then.
    public record Step(Instant at, Event event) {}

    /// The steps up to the first time that the whole team is told.
    ///
    /// @param isThere whether that person can be called at all
    public static List<Step> of(CareTeam team, Urgency urgency, Instant moment, Predicate<String> isThere) {
        var steps = new ArrayList<Step>();
        var course = Course.raised(urgency, moment);
        var now = moment;
        for (var number = 0; number < STEPS; number++) {
            var turn = course.at(now, team, isThere);
            for (var event : turn.events()) {
                steps.add(new Step(now, event));
                if (isTheEnd(event)) {
                    return steps;
                }
            }
            course = turn.next();
            now = course.due() == null ? now : course.due();
        }
        return steps;
    }

    private static boolean isTheEnd(Event event) {
        return event instanceof Event.Nobody || (event instanceof Event.Told told && told.wholeTeam());
    }
}
