package health.vigil.alerts.routing;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Who is told one after the other, until somebody acknowledges. After the last level it is the whole team, again and
/// again: that cannot be configured away.
///
/// @param repeat how long the whole team has each time
/// @param waitsInQuietHours never for [Urgency#URGENT]
public record Path(List<Level> levels, Duration repeat, boolean waitsInQuietHours) {

    /// One step up.
    ///
    /// @param delay how long they have to answer before the next level is told
    public record Level(Target target, Duration delay) {}

    public Path {
        levels = List.copyOf(levels);
    }

    /// Refuses what the safety floor of that urgency forbids.
    ///
    /// @throws IllegalArgumentException saying what is wrong
    void check(Urgency urgency) {
        if (waitsInQuietHours && !urgency.canWait()) {
            throw new IllegalArgumentException("urgent alerts do not wait for the end of quiet hours");
        }
        levels.forEach(level -> check(urgency, level.delay()));
        check(urgency, repeat);
    }

    private static void check(Urgency urgency, Duration delay) {
        if (delay.compareTo(Duration.ofMinutes(1)) < 0 || delay.compareTo(urgency.slowest()) > 0) {
            throw new IllegalArgumentException("a level of the %s path waits from 1 to %d minutes"
                    .formatted(
                            urgency.name().toLowerCase(Locale.ROOT),
                            urgency.slowest().toMinutes()));
        }
    }

    /// The level of that step, from 0 on; beyond the last it is the whole team.
    Level level(int step) {
        return step < levels.size() ? levels.get(step) : new Level(new Target.WholeTeam(), repeat);
    }

    boolean isBeyondTheLast(int step) {
        return step >= levels.size();
    }
}
