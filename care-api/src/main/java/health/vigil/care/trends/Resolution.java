package health.vigil.care.trends;

import health.vigil.kit.http.InvalidRequestException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How finely a trend is told: each reading, or summaries by the patient's hours, days, weeks or months.
enum Resolution {
    RAW,
    HOUR,
    DAY,
    WEEK,
    MONTH;

    static Resolution of(String text) {
        return Arrays.stream(values())
                .filter(resolution -> resolution.code().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "resolution",
                        "resolution must be one of "
                                + Arrays.stream(values()).map(Resolution::code).collect(Collectors.joining(", "))
                                + "."));
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The first day of the day, week (from Monday, ISO 8601) or month after the one that begins on that day.
    ///
    /// @throws IllegalStateException for what is finer than a day
    LocalDate following(LocalDate day) {
        return switch (this) {
            case DAY -> day.plusDays(1);
            case WEEK -> day.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
            case MONTH -> day.with(TemporalAdjusters.firstDayOfNextMonth());
            case RAW, HOUR -> throw new IllegalStateException(this + " has no days");
        };
    }
}
