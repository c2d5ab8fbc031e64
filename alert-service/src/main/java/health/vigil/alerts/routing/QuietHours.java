package health.vigil.alerts.routing;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/// When alerts that can wait do wait. Local times; the same time twice means that there are none.
///
/// @param until exclusive; before `from` means on the next day
public record QuietHours(LocalTime from, LocalTime until) {

    public static final QuietHours NONE = new QuietHours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

    boolean covers(Instant moment, ZoneId zone) {
        var time = moment.atZone(zone).toLocalTime();
        return from.isBefore(until)
                ? !time.isBefore(from) && time.isBefore(until)
                : from.isAfter(until) && (!time.isBefore(from) || time.isBefore(until));
    }

    /// When the quiet hours that cover that moment end. Where that local time is skipped, it is as much later; where
    /// it comes twice, it is the first that is still ahead.
    Instant end(Instant moment, ZoneId zone) {
        var local = moment.atZone(zone);
        var day = local.toLocalTime().isBefore(until)
                ? local.toLocalDate()
                : local.toLocalDate().plusDays(1);
        var end = day.atTime(until).atZone(zone).withEarlierOffsetAtOverlap();
        var then = end.toInstant().isAfter(moment) ? end : end.withLaterOffsetAtOverlap();
        return then.toInstant();
    }
}
