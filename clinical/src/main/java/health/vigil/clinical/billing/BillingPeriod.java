package health.vigil.clinical.billing;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/// Thirty days of a patient's own calendar. One period follows the other from the first day of monitoring on.
///
/// @param first inclusive
public record BillingPeriod(LocalDate first) implements Comparable<BillingPeriod> {

    /// How many local days a period has.
    public static final int DAYS = 30;

    /// The period that holds that day.
    ///
    /// @param start the first day of monitoring
    /// @throws IllegalArgumentException when the day lies before it
    public static BillingPeriod holding(LocalDate day, LocalDate start) {
        var since = ChronoUnit.DAYS.between(start, day);
        if (since < 0) {
            throw new IllegalArgumentException("the day lies before the first day of monitoring");
        }
        return new BillingPeriod(start.plusDays(since / DAYS * DAYS));
    }

    /// The periods that are over before today and ended on that day or later, oldest first.
    public static List<BillingPeriod> closed(LocalDate start, LocalDate endedFrom, LocalDate today) {
        // The last day of the period that holds a day is never before it.
        var first = endedFrom.isAfter(start) ? holding(endedFrom, start) : new BillingPeriod(start);
        return Stream.iterate(first, BillingPeriod::next)
                .takeWhile(period -> period.last().isBefore(today))
                .toList();
    }

    /// Inclusive.
    public LocalDate last() {
        return first.plusDays(DAYS - 1L);
    }

    public BillingPeriod next() {
        return new BillingPeriod(first.plusDays(DAYS));
    }

    public boolean holds(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last());
    }

    @Override
    public int compareTo(BillingPeriod other) {
        return first.compareTo(other.first);
    }
}
