package health.vigil.care.overview;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/// Local days from the first to the last, both inclusive.
public record Days(LocalDate first, LocalDate last) {

    /// @throws IllegalArgumentException when the last comes before the first
    public Days {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("the last day must not come before the first");
        }
    }

    boolean contain(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    public int count() {
        return (int) ChronoUnit.DAYS.between(first, last) + 1;
    }

    /// As many days, right before these.
    Days before() {
        return new Days(first.minusDays(count()), first.minusDays(1));
    }
}
