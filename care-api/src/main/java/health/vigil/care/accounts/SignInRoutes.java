package health.vigil.care.accounts;

import gg.jte.output.StringOutput;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.access.Origin;
import health.vigil.kit.access.Role;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Signing in and out, with a form or by the API.
public final class SignInRoutes implements Routes {

    private static final String WRONG = "That is not the right user name and password.";

    /// Of a session that waits for the second factor.
    private static final String HALF_COOKIE = "vigil-signing-in";

    private final Accounts accounts;
    private final boolean openId;
    private final Sessions sessions;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    /// @param openId whether people may also sign in at an identity provider
    public SignInRoutes(Accounts accounts, boolean openId, Sessions sessions, Assets assets) {
        this.accounts = accounts;
        this.openId = openId;
        this.sessions = sessions;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/", this::home, Access.ANYONE);
        routes.get("/login", this::offerForm, Access.ANYONE);
        routes.post("/login", this::signIn, Access.ANYONE);
        routes.post("/login/code", this::signInByCode, Access.ANYONE);
        routes.post("/logout", this::signOut, Access.NURSE, Access.CLINICIAN, Access.ADMIN);
        routes.post("/api/session", this::openSession, Access.ANYONE);
    }

    private void home(Context ctx) {
        ctx.redirect(Gate.ifSignedIn(ctx)
                .map(person -> switch (person.role()) {
                    case NURSE, LEAD_NURSE -> "/worklist";
                    case CLINICIAN -> "/patients";
                    case ADMIN -> "/administration";
                })
                .orElse("/login"));
    }

    /// Not for who is signed in already: the form has no token of a session, so its change would be refused.
    private void offerForm(Context ctx) {
        if (Gate.ifSignedIn(ctx).isPresent()) {
            ctx.redirect("/");
        } else {
            offer(ctx, "");
        }
    }

    private void offer(Context ctx, String error) {
        var output = new StringOutput();
        views.login(kit, new PageFrame(assets, Optional.empty(), ""), error, openId)
                .render(output);
        ctx.html(output.toString());
    }

    private void signIn(Context ctx) {
        var username = form(ctx, "username");
        switch (accounts.signIn(username, form(ctx, "password"))) {
            case Accounts.SignIn.Right() -> enter(ctx, username);
            case Accounts.SignIn.CodeNeeded() -> {
                note(ctx, "right password, code needed", username);
                setHalfCookie(ctx, sessions.openHalf(username, origin(ctx)));
                codeForm(ctx, "");
            }
            case Accounts.SignIn.Wrong() -> {
                note(ctx, "wrong password", username);
                ctx.status(401);
                offer(ctx, WRONG);
            }
            case Accounts.SignIn.Wait(var time) -> {
                note(ctx, "too many wrong passwords", username);
                retryAfter(ctx, time);
                ctx.status(429);
                offer(ctx, tooMany(time));
            }
        }
    }

    private static String form(Context ctx, String field) {
        return Optional.ofNullable(ctx.formParam(field)).orElse("");
    }

    private void enter(Context ctx, String username) {
        note(ctx, "signed in", username);
        endOldSession(ctx);
        Gate.setCookie(ctx, sessions.open(username, origin(ctx)));
        ctx.redirect("/");
    }

    private static Origin origin(Context ctx) {
        return new Origin(
                ctx.ip(), Optional.ofNullable(ctx.header("User-Agent")).orElse(""));
    }

    private static void setHalfCookie(Context ctx, String token) {
        var cookie = new Cookie(HALF_COOKIE, token);
        cookie.setPath("/login");
        cookie.setHttpOnly(true);
        cookie.setSecure(ctx.scheme().equals("https"));
        cookie.setSameSite(SameSite.STRICT);
        ctx.cookie(cookie);
    }

    private void codeForm(Context ctx, String error) {
        var output = new StringOutput();
        views.loginCode(kit, new PageFrame(assets, Optional.empty(), ""), error).render(output);
        ctx.html(output.toString());
    }

    /// The second step, of who gave the right password not long ago.
    private void signInByCode(Context ctx) {
        var half = Optional.ofNullable(ctx.cookie(HALF_COOKIE)).orElse("");
        var username = sessions.awaitingCode(half);
        if (username.isEmpty()) {
            ctx.redirect("/login");
            return;
        }
        switch (accounts.signInByCode(username.get(), form(ctx, "code"))) {
            case Accounts.SignIn.Right(), Accounts.SignIn.CodeNeeded() -> {
                sessions.end(half);
                ctx.removeCookie(HALF_COOKIE, "/login");
                enter(ctx, username.get());
            }
            case Accounts.SignIn.Wrong() -> {
                note(ctx, "wrong code", username.get());
                ctx.status(401);
                codeForm(ctx, "That is not the present code. Each is good once.");
            }
            case Accounts.SignIn.Wait(var time) -> {
                note(ctx, "too many wrong codes", username.get());
                retryAfter(ctx, time);
                ctx.status(429);
                codeForm(ctx, tooMany(time));
            }
        }
    }

    /// What is no account's name may be a password in the wrong field.
    private void note(Context ctx, String what, String username) {
        var name = accounts.exists(username) ? "account=" + username : "no account of that name";
        Looks.about(ctx.req(), what + ", " + name);
    }

    private static void retryAfter(Context ctx, Duration time) {
        ctx.header("Retry-After", Long.toString(time.toSeconds() + 1));
    }

    private static String tooMany(Duration time) {
        return "Too many attempts were wrong. Try again in "
                + (time.toMinutes() == 0 ? "a minute." : time.toMinutes() + 1 + " minutes.");
    }

    private record Credentials(String username, String password, Optional<String> code) {}

    /// For programs: sets the cookie and gives the token that changes must carry.
    private void openSession(Context ctx) {
        var credentials = Requests.body(ctx, Credentials.class);
        var username = credentials.username();
        var outcome = accounts.signIn(username, credentials.password());
        if (outcome instanceof Accounts.SignIn.CodeNeeded) {
            var code = credentials
                    .code()
                    .orElseThrow(() -> new UnauthorizedResponse("The account has a second factor: give its code too."));
            outcome = accounts.signInByCode(username, code);
        }
        switch (outcome) {
            case Accounts.SignIn.Right(), Accounts.SignIn.CodeNeeded() -> {
                note(ctx, "signed in", username);
                open(ctx, username);
            }
            case Accounts.SignIn.Wrong() -> {
                note(ctx, "wrong password", username);
                throw new UnauthorizedResponse(WRONG);
            }
            case Accounts.SignIn.Wait(var time) -> {
                note(ctx, "too many wrong passwords", username);
                retryAfter(ctx, time);
                throw new TooManyRequestsResponse(tooMany(time));
            }
        }
    }

    private void open(Context ctx, String username) {
        var token = sessions.open(username, origin(ctx));
        Gate.setCookie(ctx, token);
        var person = sessions.find(token).orElseThrow(UnauthorizedResponse::new);
        Role role = person.role();
        ctx.status(201).json(Map.of("role", role, "csrfToken", person.csrfToken(), "expiresAt", person.expiresAt()));
    }

    private void signOut(Context ctx) {
        endOldSession(ctx);
        ctx.removeCookie(Gate.COOKIE, "/");
        ctx.redirect("/login");
    }

    private void endOldSession(Context ctx) {
        var old = ctx.cookie(Gate.COOKIE);
        if (old != null) {
            sessions.end(old);
        }
    }
}
