package health.vigil.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/// Reads parameters and bodies; what is wrong is refused with the parameter's name.
public final class Requests {

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Requests() {}

    /// An id in the path.
    public static UUID id(Context ctx, String parameter) {
        return uuid(parameter, ctx.pathParam(parameter));
    }

    public static UUID uuid(String parameter, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw new InvalidRequestException(parameter, parameter + " must be a UUID.");
        }
    }

    /// A moment in the query, ISO 8601 with offset, from 1900 to 2200.
    public static Optional<Instant> moment(Context ctx, String parameter) {
        return text(ctx, parameter).map(text -> {
            try {
                var moment = OffsetDateTime.parse(text).toInstant();
                if (isOfThisAge(moment)) {
                    return moment;
                }
            } catch (DateTimeException _) {
                // Refused below, like a time that no database knows.
            }
            throw new InvalidRequestException(
                    parameter,
                    parameter
                            + " must be a time from 1900 to 2200 in ISO 8601 with offset, e.g. 2026-11-23T07:30:00Z.");
        });
    }

    /// Whether readings can be of that time, and every database knows it.
    public static boolean isOfThisAge(Instant moment) {
        return !moment.isBefore(EARLIEST) && moment.isBefore(LATEST);
    }

    /// A whole number in the query.
    public static int number(Context ctx, String parameter, int lowest, int highest, int otherwise) {
        return text(ctx, parameter)
                .map(text -> {
                    try {
                        var number = Integer.parseInt(text);
                        if (number >= lowest && number <= highest) {
                            return number;
                        }
                    } catch (NumberFormatException _) {
                        // Refused below, like a number out of range.
                    }
                    throw new InvalidRequestException(
                            parameter,
                            "%s must be a whole number from %d to %d.".formatted(parameter, lowest, highest));
                })
                .orElse(otherwise);
    }

    /// A name that somebody looks for, or the beginning of one: a field of a form. In an address it would be in the
    /// logs of every proxy and in the history of every browser.
    ///
    /// @throws InvalidRequestException when it is in the address
    public static String name(Context ctx, String parameter) {
        if (ctx.queryParam(parameter) != null) {
            throw new InvalidRequestException(
                    parameter,
                    "A name has no place in an address: send %s in a form, by POST to the address of the search."
                            .formatted(parameter));
        }
        return text(ctx, parameter).orElse("");
    }

    /// A parameter of the query or a field of the form; empty where it is absent or blank.
    public static Optional<String> text(Context ctx, String parameter) {
        var text = Optional.ofNullable(ctx.queryParam(parameter))
                .or(() -> Optional.ofNullable(ctx.formParam(parameter)))
                .filter(given -> !given.isBlank());
        if (text.filter(given -> given.indexOf(0) >= 0).isPresent()) {
            throw new InvalidRequestException(parameter, parameter + " must not contain the character NUL.");
        }
        return text;
    }

    /// The JSON body.
    public static <T> T body(Context ctx, Class<T> type) {
        try {
            return Json.MAPPER.readValue(ctx.bodyAsBytes(), type);
        } catch (JsonMappingException failure) {
            var field = failure.getPath().isEmpty()
                    ? "body"
                    : String.valueOf(failure.getPath().getLast().getFieldName());
            var cause = failure.getCause();
            var reason = cause instanceof InvalidRequestException || cause instanceof IllegalArgumentException
                    ? String.valueOf(cause.getMessage())
                    : "The body does not fit: see the field '" + field + "'.";
            throw new InvalidRequestException(field, reason);
        } catch (JsonProcessingException _) {
            throw new InvalidRequestException("body", "The body is no valid JSON.");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A text of a body that must be there, and that every database takes.
    ///
    /// @param longest in characters
    public static String required(String field, Optional<String> value, int longest) {
        var text = required(field, value.orElse(""));
        if (text.length() > longest || text.indexOf(0) >= 0) {
            throw new InvalidRequestException(
                    field, "%s has %d characters at most, none of them NUL.".formatted(field, longest));
        }
        return text;
    }

    /// A field of a body that must be there.
    public static String required(String field, String value) {
        if (value.isBlank()) {
            throw new InvalidRequestException(field, field + " must not be empty.");
        }
        return value.strip();
    }
}
