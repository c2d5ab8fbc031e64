package health.vigil.clinical.oracle;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/// The readings that a rule looks at, oldest first, with the patient's calendar, at one moment.
record Seen(Calendar calendar, List<Reading> readings, Instant now) {

    private Stream<Reading> like(Reading reading) {
        return readings.stream().filter(each -> each.kind() == reading.kind());
    }

    /// Those of that kind up to and with the reading.
    List<Reading> upTo(Reading reading) {
        return like(reading)
                .filter(each -> Reading.BY_TIME.compare(each, reading) <= 0)
                .toList();
    }

    /// Those of that kind not longer before or after the reading than that.
    List<Reading> near(Reading reading, Duration most) {
        return like(reading)
                .filter(each -> Duration.between(each.measuredAt(), reading.measuredAt())
                                .abs()
                                .compareTo(most)
                        <= 0)
                .toList();
    }

    /// Those of that kind up to and with the reading, and not longer before it than that.
    List<Reading> lately(Reading reading, ReadingKind kind, Duration most) {
        return readings.stream()
                .filter(each -> each.kind() == kind)
                .filter(each -> Reading.BY_TIME.compare(each, reading) <= 0)
                .filter(each -> Duration.between(each.measuredAt(), reading.measuredAt())
                                .compareTo(most)
                        <= 0)
                .toList();
    }

    /// How many local days the reading lies before the day of the other one.
    long daysBefore(Reading each, Reading other) {
        return dayOf(other).toEpochDay() - dayOf(each).toEpochDay();
    }

    /// Those of so many local days that end with the reading's own, up to and with the reading.
    List<Reading> ofDaysUpTo(Reading reading, int days) {
        return upTo(reading).stream()
                .filter(each -> daysBefore(each, reading) >= 0 && daysBefore(each, reading) < days)
                .toList();
    }

    /// Those of so many local days before the reading's own.
    List<Reading> ofDaysBefore(Reading reading, int days) {
        return like(reading)
                .filter(each -> daysBefore(each, reading) >= 1 && daysBefore(each, reading) <= days)
                .toList();
    }

    LocalDate dayOf(Reading reading) {
        return calendar.dayOf(reading.measuredAt());
    }
}
