package health.vigil.care.fhir;

import ca.uhn.fhir.rest.param.DateAndListParam;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import health.vigil.care.fhir.ObservationQuery.Bound;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads dates of a search. A date is a span of time, as long as it is precise: `2026-11` is a month. One without an
/// offset is the patient's: days are the patient's days.
final class Dates {

    private static final int TO_THE_DAY = 10;
    private static final int TO_THE_MINUTE = 16;
    private static final int TO_THE_SECOND = 19;

    private record Span(Instant from, Instant to) {}

    private Dates() {}

    /// @param name of the parameter, for who got it wrong
    static List<Bound> bounds(String name, @Nullable DateAndListParam dates, ZoneId zone) {
        if (dates == null) {
            return List.of();
        }
        return dates.getValuesAsQueryTokens().stream()
                .map(each -> {
                    var either = each.getValuesAsQueryTokens();
                    if (either.size() != 1) {
                        throw new InvalidRequestException(
                                name + ": one value only; say the parameter again for another that must hold as well.");
                    }
                    return bound(name, either.getFirst(), zone);
                })
                .toList();
    }

    private static Bound bound(String name, DateParam date, ZoneId zone) {
        if (date.getMissing() != null) {
            throw new InvalidRequestException(name + ": the modifier missing is not offered.");
        }
        var span = span(name, String.valueOf(date.getValueAsString()), zone);
        return switch (Optional.ofNullable(date.getPrefix()).orElse(ParamPrefixEnum.EQUAL)) {
            case EQUAL -> new Bound(span.from(), span.to(), false);
            case NOT_EQUAL -> new Bound(span.from(), span.to(), true);
            case GREATERTHAN, STARTS_AFTER -> new Bound(span.to(), null, false);
            case GREATERTHAN_OR_EQUALS -> new Bound(span.from(), null, false);
            case LESSTHAN, ENDS_BEFORE -> new Bound(null, span.from(), false);
            case LESSTHAN_OR_EQUALS -> new Bound(null, span.to(), false);
            case APPROXIMATE -> throw new InvalidRequestException(name + ": the prefix ap is not offered.");
        };
    }

    private static Span span(String name, String text, ZoneId zone) {
        try {
            var span = read(text, zone);
            if (span.from().isBefore(Instant.parse("1900-01-01T00:00:00Z"))
                    || span.to().isAfter(Instant.parse("2200-01-01T00:00:00Z"))) {
                throw new InvalidRequestException(name + ": dates from 1900 to 2199, not " + text + ".");
            }
            return span;
        } catch (DateTimeException _) {
            throw new InvalidRequestException(
                    name + ": a date as 2026-11-23 or 2026-11-23T07:30:00Z, not " + text + ".");
        }
    }

    private static Span read(String text, ZoneId zone) {
        return switch (text.length()) {
            case 4 ->
                days(Year.parse(text).atDay(1), Year.parse(text).plusYears(1).atDay(1), zone);
            case 7 ->
                days(
                        YearMonth.parse(text).atDay(1),
                        YearMonth.parse(text).plusMonths(1).atDay(1),
                        zone);
            case TO_THE_DAY -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1), zone);
            default -> moment(text, zone);
        };
    }

    private static Span days(LocalDate first, LocalDate next, ZoneId zone) {
        return new Span(
                first.atStartOfDay(zone).toInstant(), next.atStartOfDay(zone).toInstant());
    }

    private static Span moment(String text, ZoneId zone) {
        var time = text.replaceFirst("(Z|[+-][0-9]{2}:[0-9]{2})$", "");
        var from = time.length() < text.length()
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
        return new Span(
                from,
                from.plus(
                        switch (time.length()) {
                            case TO_THE_MINUTE -> Duration.ofMinutes(1);
                            case TO_THE_SECOND -> Duration.ofSeconds(1);
                            default -> Duration.ofMillis(1);
                        }));
    }
}
