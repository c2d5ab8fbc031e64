package health.vigil.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.access.Sessions;
import health.vigil.kit.access.SignedIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Decides about every matched request before its handler runs. Fails closed.
public final class Gate {

    private static final String SIGNED_IN = "signed-in";
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    /// The session cookie's name.
    public static final String COOKIE = "vigil-session";

    /// The header in which scripts send the session's token along with every change; forms call it `csrf`.
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private final Function<String, Optional<SignedIn>> sessions;

    Gate(Function<String, Optional<SignedIn>> sessions) {
        this.sessions = sessions;
    }

    void register(RoutesConfig routes) {
        routes.beforeMatched(this::check);
    }

    /// Who makes this request; only for routes that are not open to anyone.
    public static SignedIn signedIn(Context ctx) {
        return ifSignedIn(ctx).orElseThrow(UnauthorizedResponse::new);
    }

    /// Who makes this request, where anyone may.
    public static Optional<SignedIn> ifSignedIn(Context ctx) {
        return Optional.ofNullable(ctx.attribute(SIGNED_IN));
    }

    /// The cookie of a session that was just opened.
    public static void setCookie(Context ctx, String token) {
        var cookie = new Cookie(COOKIE, token);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(ctx.scheme().equals("https"));
        cookie.setSameSite(SameSite.STRICT);
        cookie.setMaxAge((int) Sessions.LENGTH.toSeconds());
        ctx.cookie(cookie);
    }

    private void check(Context ctx) {
        var allowed = ctx.routeRoles();
        if (allowed.isEmpty()) {
            if (ctx.method().equals(HandlerType.HEAD)) {
                throw new MethodNotAllowedResponse("HEAD is not offered here.", Map.of());
            }
            throw new ForbiddenResponse("This route declares nobody who may use it.");
        }
        var token = ctx.cookie(COOKIE);
        var who = token == null ? Optional.<SignedIn>empty() : sessions.apply(token);
        who.ifPresent(person -> ctx.attribute(SIGNED_IN, person));
        if (!SAFE.contains(ctx.method())) {
            refuseForgery(ctx, who);
        }
        if (allowed.contains(Access.ANYONE)) {
            return;
        }
        var person = who.orElseThrow(() -> new UnauthorizedResponse("Sign in first."));
        if (Collections.disjoint(allowed, Access.of(person.role()))) {
            throw new ForbiddenResponse("Your role may not do this.");
        }
    }

    /// A page of another site can make a browser send a change with our cookie, but can neither read the token nor
    /// choose the origin.
    private static void refuseForgery(Context ctx, Optional<SignedIn> who) {
        var origin = ctx.header("Origin");
        if (origin != null && !origin.endsWith("://" + ctx.host())) {
            throw new ForbiddenResponse("This change comes from another site.");
        }
        who.ifPresent(person -> {
            var token =
                    Optional.ofNullable(ctx.header(CSRF_HEADER)).or(() -> Optional.ofNullable(ctx.formParam("csrf")));
            if (token.filter(given -> same(given, person.csrfToken())).isEmpty()) {
                throw new ForbiddenResponse("The request lacks the session's " + CSRF_HEADER + "; reload the page.");
            }
        });
    }

    private static boolean same(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(UTF_8), expected.getBytes(UTF_8));
    }
}
