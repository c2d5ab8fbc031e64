package health.vigil.clinical.billing;

import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.Optional;

/// Whether a running period will come to the 16 device days that 99454 asks for.
///
/// @param daysLeft that may still become device days, today included unless it is one already
/// @param callBy the last day on which readings every day from then on are still enough; only where [State#AT_RISK]
public record Outlook(State state, int days, int daysLeft, Optional<LocalDate> callBy) {

    /// How many days before today tell how often somebody measures (house: two weeks hold two weekends).
    public static final int PACE = 14;

    /// What is to be expected.
    public enum State {
        /// It has them.
        REACHED,
        /// It will have them if the patient goes on like this.
        ON_COURSE,
        /// It will not if nothing happens, and still can.
        AT_RISK,
        /// It cannot any more.
        OUT_OF_REACH
    }

    /// Looks ahead from today.
    ///
    /// @param deviceDays also those of the [#PACE] days before today, as far as they belong to the monitoring
    /// @param start the first day of monitoring
    public static Outlook of(
            BillingPeriod period, NavigableSet<LocalDate> deviceDays, LocalDate start, LocalDate today) {
        var days = deviceDays.subSet(period.first(), true, period.last(), true).size();
        var next = deviceDays.contains(today) ? today.plusDays(1) : today;
        var left = (int) Math.max(0, period.last().toEpochDay() - next.toEpochDay() + 1);
        if (days >= Cpt.FULL) {
            return new Outlook(State.REACHED, days, left, Optional.empty());
        }
        if (days + left < Cpt.FULL) {
            return new Outlook(State.OUT_OF_REACH, days, left, Optional.empty());
        }
        if (isEnough(days, left, deviceDays, start, today)) {
            return new Outlook(State.ON_COURSE, days, left, Optional.empty());
        }
        var callBy = period.last().minusDays(Cpt.FULL - days - 1L);
        return new Outlook(State.AT_RISK, days, left, Optional.of(callBy));
    }

    /// Whether days as often as in the [#PACE] days before today make up what is missing. On the first day of
    /// monitoring nothing is known, and the best is hoped for.
    private static boolean isEnough(
            int days, int left, NavigableSet<LocalDate> deviceDays, LocalDate start, LocalDate today) {
        var begin = today.minusDays(PACE);
        var from = begin.isBefore(start) ? start : begin;
        var seen = today.toEpochDay() - from.toEpochDay();
        var measured = deviceDays.subSet(from, true, today, false).size();
        return seen <= 0 || days * seen + (long) left * measured >= Cpt.FULL * seen;
    }
}
