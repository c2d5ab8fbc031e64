package health.vigil.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.vigil.kit.access.Grant;
import health.vigil.kit.access.Scope.Interaction;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.access.SignedIn;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.SameSite;
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.security.RouteRole;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Decides about every matched request before its handler runs. Fails closed.
public final class Gate {

    private static final String SIGNED_IN = "signed-in";
    private static final String STILL = "still-signed-in";
    private static final String GRANT = "grant";
    private static final String NARROWED = "narrowed-grant";
    private static final String BEARER = "Bearer ";
    /// What changes nothing.
    static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    /// The session cookie's name.
    public static final String COOKIE = "vigil-session";

    /// The header in which scripts send the session's token along with every change; forms call it `csrf`.
    public static final String CSRF_HEADER = "X-CSRF-Token";

    /// House: pages of a busy console ask some times a second.
    private static final int AT_ONCE = 10;

    /// House: a whole ward behind one address signs in at the change of shifts.
    private static final int STRANGERS_PER_SECOND = 20;

    private static final int STRANGERS_AT_ONCE = 400;

    private final Function<String, Optional<SignedIn>> sessions;
    private final Function<String, Optional<Grant>> tokens;

    private final Rates known;
    private final Rates strangers = new Rates(STRANGERS_PER_SECOND, STRANGERS_AT_ONCE, System::nanoTime);

    /// @param requestsPerSecond of one session or token
    Gate(
            Function<String, Optional<SignedIn>> sessions,
            Function<String, Optional<Grant>> tokens,
            int requestsPerSecond) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.known = new Rates(requestsPerSecond, requestsPerSecond * AT_ONCE, System::nanoTime);
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

    /// Whether who makes this request, which may last for long, is still signed in.
    static boolean isStillSignedIn(Context ctx) {
        BooleanSupplier still = ctx.attribute(STILL);
        return still == null || still.getAsBoolean();
    }

    /// What the program that makes this request may do in it; empty where a person makes it, or the route has not said
    /// yet what is asked for.
    public static Optional<Grant> grant(HttpServletRequest request) {
        return Optional.ofNullable((Grant) request.getAttribute(NARROWED));
    }

    /// The program that makes this request, whatever it may do.
    static Optional<Grant> program(HttpServletRequest request) {
        return Optional.ofNullable((Grant) request.getAttribute(GRANT));
    }

    /// The person who makes this request; empty where a program does, or nobody known.
    public static Optional<SignedIn> person(HttpServletRequest request) {
        return Optional.ofNullable((SignedIn) request.getAttribute(SIGNED_IN));
    }

    /// Says what this request asks for. What a program's token has no scope for is refused.
    public static void narrow(HttpServletRequest request, String resource, Interaction interaction) {
        if (request.getAttribute(GRANT) instanceof Grant grant) {
            request.setAttribute(NARROWED, covering(grant, resource, interaction));
        }
    }

    /// Whether this request may do that too.
    public static boolean mayToo(HttpServletRequest request, String resource, Interaction interaction) {
        return !(request.getAttribute(GRANT) instanceof Grant grant)
                || !grant.narrowedTo(resource, interaction).scopes().isEmpty();
    }

    private static Grant covering(Grant grant, String resource, Interaction interaction) {
        var covering = grant.narrowedTo(resource, interaction);
        if (covering.scopes().isEmpty()) {
            throw new ForbiddenResponse("The token has no scope for this: it takes e.g. user/%s.%s."
                    .formatted(resource, interaction == Interaction.READ ? "r" : "s"));
        }
        return covering;
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
        var authorization = ctx.header("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            // A cookie counts for nothing beside it.
            checkProgram(ctx, allowed, authorization.substring(BEARER.length()).strip());
            return;
        }
        var token = ctx.cookie(COOKIE);
        var who = Optional.ofNullable(token).flatMap(sessions);
        who.ifPresent(person -> {
            ctx.attribute(SIGNED_IN, person);
            var cookie = Objects.requireNonNull(token);
            ctx.attribute(STILL, (BooleanSupplier) () -> sessions.apply(cookie).isPresent());
        });
        limit(ctx, who.map(SignedIn::csrfToken));
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

    /// Somebody known is told apart by session or token, strangers by address; what they only read is the same for all,
    /// and cheap.
    private void limit(Context ctx, Optional<String> caller) {
        var isTooMuch = caller.map(name -> !known.take(name))
                .orElseGet(() -> !SAFE.contains(ctx.method()) && !strangers.take(ctx.ip()));
        if (isTooMuch) {
            ctx.header("Retry-After", "1");
            throw new TooManyRequestsResponse("Too many requests in a short time; wait a second.");
        }
    }

    private void checkProgram(Context ctx, Set<RouteRole> allowed, String token) {
        if (allowed.contains(Access.ANYONE)) {
            return;
        }
        var grant = tokens.apply(token).orElseThrow(() -> {
            ctx.header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            return new UnauthorizedResponse("The token is unknown, has expired or was revoked.");
        });
        limit(ctx, Optional.of(grant.tokenId().toString()));
        ctx.attribute(GRANT, grant);
        if (allowed.contains(ForPrograms.BY_THEIR_REQUEST)) {
            return;
        }
        var wanted = allowed.stream()
                .filter(ForPrograms.class::isInstance)
                .map(ForPrograms.class::cast)
                .findFirst()
                .orElseThrow(() -> new ForbiddenResponse("This route is for people only."));
        narrow(ctx.req(), wanted.resource(), wanted.interaction());
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
