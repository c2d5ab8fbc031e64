package health.vigil.care.recovery;

import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Reads what is asked from a query or a form.
final class Asked {

    private static final int LONGEST_REASON = 1000;

    private Asked() {}

    /// @param parameter gives a parameter's text by its name; empty where it is absent or blank
    static Filter filter(Function<String, Optional<String>> parameter, Optional<ItemState> otherwise) {
        var state = parameter.apply("state").map(Asked::state).orElse(otherwise);
        var device = parameter.apply("device").map(text -> Requests.uuid("device", text));
        return new Filter(device, parameter.apply("reason"), state);
    }

    private static Optional<ItemState> state(String text) {
        if (text.equals("all")) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(ItemState.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "state", "state must be open, replaying, replayed, dismissed or all.")));
    }

    static Cursor after(Function<String, Optional<String>> parameter) {
        return parameter.apply("after").map(Cursor::parse).orElse(Cursor.FIRST);
    }

    static Correction correction(Optional<UUID> device, Optional<String> unit, Optional<String> shift) {
        return new Correction(
                device, unit.map(Correction::unit), shift.map(Asked::shift).orElse(Duration.ZERO));
    }

    private static Duration shift(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException _) {
            throw new InvalidRequestException("shift", "shift must be an ISO 8601 duration, e.g. P365D or -PT1H.");
        }
    }

    static String why(String text) {
        var reason = Requests.required("reason", text);
        if (reason.length() > LONGEST_REASON) {
            throw new InvalidRequestException("reason", "reason has %d characters at most.".formatted(LONGEST_REASON));
        }
        return reason;
    }

    static Optional<String> form(Context ctx, String name) {
        return Optional.ofNullable(ctx.formParam(name))
                .filter(text -> !text.isBlank())
                .map(String::strip);
    }
}
