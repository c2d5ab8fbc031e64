package health.vigil.clinical.billing;

import static org.assertj.core.api.Assertions.assertThat;

import health.vigil.clinical.billing.Outlook.State;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class OutlookPropertyTest {

    private static final LocalDate START = LocalDate.of(2026, 3, 2);

    /// Day for day, as one would count on a calendar.
    @Property(tries = 2000)
    void looksAheadAsACalendarWould(
            @ForAll @IntRange(min = 0, max = 70) int today, @ForAll @IntRange(max = 100) int often, @ForAll long seed) {
        var days = days(today, often, seed);
        var now = START.plusDays(today);
        var period = BillingPeriod.holding(now, START);

        var outlook = Outlook.of(period, days, START, now);

        var have = 0;
        var left = 0;
        for (var day = period.first(); !day.isAfter(period.last()); day = day.plusDays(1)) {
            if (days.contains(day)) {
                have++;
            } else if (!day.isBefore(now)) {
                left++;
            }
        }
        assertThat(outlook.days()).isEqualTo(have);
        assertThat(outlook.daysLeft()).isEqualTo(left);
        assertThat(outlook.state()).isEqualTo(expected(have, left, days, now));
        assertThat(outlook.callBy()).isEqualTo(outlook.state() == State.AT_RISK ? lastCall(period, days, now) : none());
    }

    private static NavigableSet<LocalDate> days(int today, int often, long seed) {
        var random = new Random(seed);
        var days = new TreeSet<LocalDate>();
        for (var day = 0; day <= today; day++) {
            if (random.nextInt(100) < often) {
                days.add(START.plusDays(day));
            }
        }
        return days;
    }

    private static State expected(int have, int left, NavigableSet<LocalDate> days, LocalDate today) {
        if (have >= 16) {
            return State.REACHED;
        }
        if (have + left < 16) {
            return State.OUT_OF_REACH;
        }
        var seen = 0;
        var measured = 0;
        for (var back = 1; back <= 14 && !today.minusDays(back).isBefore(START); back++) {
            seen++;
            measured += days.contains(today.minusDays(back)) ? 1 : 0;
        }
        var pace = seen == 0
                ? BigDecimal.ONE
                : BigDecimal.valueOf(measured).divide(BigDecimal.valueOf(seen), MathContext.DECIMAL128);
        var ahead = BigDecimal.valueOf(have).add(pace.multiply(BigDecimal.valueOf(left)));
        return ahead.round(new MathContext(20)).compareTo(BigDecimal.valueOf(16)) >= 0
                ? State.ON_COURSE
                : State.AT_RISK;
    }

    /// Tries each day of the period, from the last to today: measuring from then on, is it still enough?
    private static Optional<LocalDate> lastCall(BillingPeriod period, NavigableSet<LocalDate> days, LocalDate today) {
        for (var call = period.last(); !call.isBefore(today); call = call.minusDays(1)) {
            var after = new TreeSet<>(days);
            for (var day = call; !day.isAfter(period.last()); day = day.plusDays(1)) {
                after.add(day);
            }
            if (after.subSet(period.first(), true, period.last(), true).size() >= 16) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    private static Optional<LocalDate> none() {
        return Optional.empty();
    }
}
