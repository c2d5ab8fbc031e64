package health.vigil.care.openid;

import gg.jte.output.StringOutput;
import health.vigil.care.accounts.Accounts;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.access.Origin;
import health.vigil.kit.access.Sessions;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.config.KeyRing;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing in at the hospital's identity provider.
public final class OpenIdRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(OpenIdRoutes.class);
    private static final String COOKIE = "vigil-open-id";
    private static final String PATH = "/login/open-id";
    private static final Duration SIGN_IN_WITHIN = Duration.ofMinutes(10);

    private final Provider provider;
    private final KeyRing keys;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public OpenIdRoutes(OpenIdSettings settings, KeyRing keys, Accounts accounts, Sessions sessions, Assets assets) {
        this.provider = new Provider(settings);
        this.keys = keys;
        this.accounts = accounts;
        this.sessions = sessions;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get(PATH, this::ask, Access.ANYONE);
        routes.get(PATH + "/callback", this::callback, Access.ANYONE);
    }

    private static URI callbackUri(Context ctx) {
        return URI.create(ctx.scheme() + "://" + ctx.host() + PATH + "/callback");
    }

    private void ask(Context ctx) {
        var attempt = Attempt.begin();
        try {
            var question = provider.question(attempt, callbackUri(ctx));
            // Lax: the provider sends the browser back, and what another site begins has no Strict cookies.
            setCookie(ctx, attempt.write(keys), SameSite.LAX, (int) SIGN_IN_WITHIN.toSeconds());
            ctx.redirect(question.toString());
        } catch (RefusedException refused) {
            refuse(ctx, refused);
        }
    }

    private static void setCookie(Context ctx, String value, SameSite sameSite, int seconds) {
        var cookie = new Cookie(COOKIE, value);
        cookie.setPath(PATH);
        cookie.setHttpOnly(true);
        cookie.setSecure(ctx.scheme().equals("https"));
        cookie.setSameSite(sameSite);
        cookie.setMaxAge(seconds);
        ctx.cookie(cookie);
    }

    private void refuse(Context ctx, RefusedException refused) {
        LOG.atWarn().setCause(refused).log("somebody was not let in by the identity provider");
        var output = new StringOutput();
        views.login(kit, new PageFrame(assets, Optional.empty(), ""), String.valueOf(refused.getMessage()), true)
                .render(output);
        ctx.status(403).html(output.toString());
    }

    private void callback(Context ctx) {
        var cookie = Optional.ofNullable(ctx.cookie(COOKIE)).orElse("");
        // Good once, whatever comes of it.
        setCookie(ctx, "", SameSite.LAX, 0);
        try {
            var attempt = Attempt.read(keys, cookie)
                    .filter(each -> each.state().getValue().equals(ctx.queryParam("state")))
                    .orElseThrow(
                            () -> new RefusedException("This signing in was not begun here, or is long ago. Again?"));
            var code = Optional.ofNullable(ctx.queryParam("code"))
                    .orElseThrow(() -> new RefusedException("The identity provider did not let you in."));
            enter(ctx, provider.answer(code, attempt, callbackUri(ctx)));
        } catch (RefusedException refused) {
            refuse(ctx, refused);
        }
    }

    private void enter(Context ctx, Known known) throws RefusedException {
        var account = new Accounts.Account(known.username(), known.displayName(), known.role());
        if (!accounts.putKnown(account, known.issuer(), known.subject())) {
            throw new RefusedException(
                    "That account is closed, there is another of that name, or you have another name here. Ask an administrator.");
        }
        Looks.about(ctx.req(), "signed in, account=" + known.username());
        Optional.ofNullable(ctx.cookie(Gate.COOKIE)).ifPresent(sessions::end);
        Gate.setCookie(
                ctx,
                sessions.open(
                        known.username(),
                        new Origin(
                                ctx.ip(),
                                Optional.ofNullable(ctx.header("User-Agent")).orElse(""))));
        // Not a redirect: it would still be one from the provider's site, without the session's cookie.
        var output = new StringOutput();
        views.entered(kit, new PageFrame(assets, Optional.empty(), "")).render(output);
        ctx.html(output.toString());
    }
}
