package health.vigil.alerts.worklist;

import health.vigil.kit.sight.Reach;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a nurse wants to see of the worklist. It stays in a cookie, until she wants something else.
///
/// @param everyone also the patients of other nurses' panels
/// @param severity none for all
/// @param panels hers; empty when there is nothing to leave out
/// @param reach whom she may see
public record View(boolean everyone, Optional<String> severity, Set<String> panels, Reach reach) {

    private static final String COOKIE = "vigil-worklist";
    private static final Duration KEPT = Duration.ofDays(365);
    private static final Set<String> SEVERITIES = Set.of("CRITICAL", "HIGH", "LOW", "INFORMATION");

    public View {
        panels = Set.copyOf(panels);
    }

    /// What the query of this request asks for, or else what was asked for before.
    static View of(Context ctx, Set<String> panels, Reach reach) {
        var asked = ctx.queryParam("severity") != null || ctx.queryParam("whose") != null;
        var stored = Optional.ofNullable(ctx.cookie(COOKIE)).orElse("");
        var whose = asked ? Optional.ofNullable(ctx.queryParam("whose")).orElse("") : part(stored, 0);
        var severity = asked ? Optional.ofNullable(ctx.queryParam("severity")).orElse("") : part(stored, 1);
        var view = new View(
                whose.equals("everyone"),
                Optional.of(severity.toUpperCase(Locale.ROOT)).filter(SEVERITIES::contains),
                panels,
                reach);
        if (asked) {
            var cookie = new Cookie(COOKIE, (view.everyone ? "everyone" : "mine") + "." + view.severity.orElse(""));
            cookie.setPath("/worklist");
            cookie.setHttpOnly(true);
            cookie.setSameSite(SameSite.STRICT);
            cookie.setMaxAge((int) KEPT.toSeconds());
            ctx.cookie(cookie);
        }
        return view;
    }

    private static String part(String stored, int number) {
        var parts = stored.split("\\.", -1);
        return number < parts.length ? parts[number] : "";
    }

    public boolean isSeverity(String some) {
        return severity.filter(some::equals).isPresent();
    }

    Filter filter(String state) {
        var all = Filter.of(state, reach);
        return new Filter(
                all.states(),
                severity,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                everyone ? Set.of() : panels,
                reach);
    }
}
