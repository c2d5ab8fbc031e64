package health.vigil.care.accounts;

import gg.jte.output.StringOutput;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
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
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Signing in and out, with a form or by the API.
public final class SignInRoutes implements Routes {

    private static final String WRONG = "That is not the right user name and password.";

    private final Accounts accounts;
    private final Sessions sessions;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public SignInRoutes(Accounts accounts, Sessions sessions, Assets assets) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/", this::home, Access.ANYONE);
        routes.get("/login", this::offerForm, Access.ANYONE);
        routes.post("/login", this::signIn, Access.ANYONE);
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
            form(ctx, "");
        }
    }

    private void form(Context ctx, String error) {
        var output = new StringOutput();
        views.login(kit, new PageFrame(assets, Optional.empty(), ""), error).render(output);
        ctx.html(output.toString());
    }

    private void signIn(Context ctx) {
        var username = Optional.ofNullable(ctx.formParam("username")).orElse("");
        var password = Optional.ofNullable(ctx.formParam("password")).orElse("");
        switch (accounts.signIn(username, password)) {
            case Accounts.SignIn.Right() -> {
                note(ctx, "signed in", username);
                endOldSession(ctx);
                Gate.setCookie(ctx, sessions.open(username));
                ctx.redirect("/");
            }
            case Accounts.SignIn.Wrong() -> {
                note(ctx, "wrong password", username);
                ctx.status(401);
                form(ctx, WRONG);
            }
            case Accounts.SignIn.Wait(var time) -> {
                note(ctx, "too many wrong passwords", username);
                retryAfter(ctx, time);
                ctx.status(429);
                form(ctx, tooMany(time));
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

    private record Credentials(String username, String password) {}

    /// For programs: sets the cookie and gives the token that changes must carry.
    private void openSession(Context ctx) {
        var credentials = Requests.body(ctx, Credentials.class);
        switch (accounts.signIn(credentials.username(), credentials.password())) {
            case Accounts.SignIn.Right() -> {
                note(ctx, "signed in", credentials.username());
                open(ctx, credentials.username());
            }
            case Accounts.SignIn.Wrong() -> {
                note(ctx, "wrong password", credentials.username());
                throw new UnauthorizedResponse(WRONG);
            }
            case Accounts.SignIn.Wait(var time) -> {
                note(ctx, "too many wrong passwords", credentials.username());
                retryAfter(ctx, time);
                throw new TooManyRequestsResponse(tooMany(time));
            }
        }
    }

    private void open(Context ctx, String username) {
        var token = sessions.open(username);
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
