package health.vigil.alerts.routing;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;

/// When somebody is on call, every week.
///
/// Times are local. On the night when the clocks change a shift from 22:00 to 06:00 lasts seven or nine hours: whoever
/// reads the clock on the wall knows who is on call.
///
/// @param day on which it begins
/// @param until exclusive; not after `from` means on the next day
/// @param person an account's name
public record Shift(DayOfWeek day, LocalTime from, LocalTime until, String person) {

    public Shift {
        if (person.isBlank()) {
            throw new IllegalArgumentException("a shift needs a person");
        }
    }

    boolean covers(LocalDateTime local) {
        var today = begins(local.getDayOfWeek()) && isIn(local.toLocalTime());
        var sinceYesterday = passesMidnight()
                && begins(local.getDayOfWeek().minus(1))
                && local.toLocalTime().isBefore(until);
        return today || sinceYesterday;
    }

    private boolean begins(DayOfWeek on) {
        return day == on;
    }

    private boolean isIn(LocalTime time) {
        return !time.isBefore(from) && (passesMidnight() || time.isBefore(until));
    }

    private boolean passesMidnight() {
        return !until.isAfter(from);
    }
}
