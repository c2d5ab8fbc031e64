package health.vigil.care.accounts;

import gg.jte.output.StringOutput;
import health.vigil.care.provisioning.QrImage;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
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
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One's own account: where one is signed in, the password, the second factor. An administrator closes accounts, and
/// ends their sessions.
public final class AccountRoutes implements Routes {

    private static final Access[] EVERYBODY = {Access.NURSE, Access.CLINICIAN, Access.ADMIN};

    private final Accounts accounts;
    private final SecondFactor secondFactor;
    private final Sessions sessions;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public AccountRoutes(Accounts accounts, Sessions sessions, Assets assets) {
        this.accounts = accounts;
        this.secondFactor = accounts.secondFactor();
        this.sessions = sessions;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/account", ctx -> page(ctx, "", null, 200), EVERYBODY);
        routes.post("/account/password", this::changePassword, EVERYBODY);
        routes.post("/account/second-factor", this::enrol, EVERYBODY);
        routes.post("/account/second-factor/confirmation", this::confirm, EVERYBODY);
        routes.post("/account/second-factor/removal", this::remove, EVERYBODY);
        routes.post("/account/sessions/{session}/end", this::endOnPage, EVERYBODY);
        routes.get("/api/sessions", ctx -> ctx.json(Map.of("sessions", sessions.of(who(ctx)))), EVERYBODY);
        routes.delete("/api/sessions/{session}", this::end, EVERYBODY);
        routes.post("/administration/accounts/{account}/closing", this::close, Access.ADMIN);
        routes.post("/administration/accounts/{account}/sessions", this::endAll, Access.ADMIN);
        routes.post("/administration/accounts/{account}/second-factor", this::removeFor, Access.ADMIN);
    }

    private static String who(Context ctx) {
        return Gate.signedIn(ctx).username();
    }

    private static String field(Context ctx, String name) {
        return Optional.ofNullable(ctx.formParam(name)).orElse("");
    }

    /// @param enrolment what an app is to be set up with; null for nothing
    private void page(Context ctx, String notice, SecondFactor.@Nullable Enrolment enrolment, int status) {
        var output = new StringOutput();
        views.account(
                        kit,
                        PageFrame.of(ctx, assets, "account"),
                        sessions.of(who(ctx)),
                        secondFactor.isOn(who(ctx)),
                        enrolment == null ? "" : enrolment.secret(),
                        enrolment == null ? null : QrImage.of(enrolment.uri()),
                        notice)
                .render(output);
        ctx.status(status).html(output.toString());
    }

    private void changePassword(Context ctx) {
        var next = field(ctx, "next");
        if (!knowsPassword(ctx) || next.length() < Accounts.SHORTEST_PASSWORD) {
            page(
                    ctx,
                    "The password was not changed: the present one is wrong, or the new one has not %d characters."
                            .formatted(Accounts.SHORTEST_PASSWORD),
                    null,
                    400);
            return;
        }
        accounts.all().stream()
                .filter(account -> account.username().equals(who(ctx)))
                .forEach(account -> accounts.put(account, next));
        ctx.redirect("/login");
    }

    /// Who has to wait after wrong ones does not know it, as far as anybody can tell.
    private boolean knowsPassword(Context ctx) {
        var outcome = accounts.signIn(who(ctx), field(ctx, "password"));
        return outcome instanceof Accounts.SignIn.Right || outcome instanceof Accounts.SignIn.CodeNeeded;
    }

    private void enrol(Context ctx) {
        var enrolment = secondFactor.enrol(who(ctx));
        if (enrolment.isEmpty()) {
            throw new ConflictResponse("This account has a second factor: turn that off first.");
        }
        page(ctx, "", enrolment.get(), 200);
    }

    private void confirm(Context ctx) {
        if (secondFactor.verify(who(ctx), field(ctx, "code"))) {
            page(ctx, "From now on a code is asked for.", null, 200);
        } else {
            page(ctx, "That was not the present code. Begin once more.", null, 400);
        }
    }

    /// A session that was left open is not enough to turn it off.
    private void remove(Context ctx) {
        if (!(accounts.signInByCode(who(ctx), field(ctx, "code")) instanceof Accounts.SignIn.Right)) {
            throw new ForbiddenResponse("That is not the present code.");
        }
        secondFactor.remove(who(ctx));
        page(ctx, "No code is asked for any more.", null, 200);
    }

    private void endOnPage(Context ctx) {
        end(ctx);
        ctx.status(200);
        ctx.redirect("/account");
    }

    private void end(Context ctx) {
        if (!sessions.end(who(ctx), Requests.id(ctx, "session"))) {
            throw new NotFoundResponse("You have no such session.");
        }
        ctx.status(204);
    }

    private String existing(Context ctx) {
        var name = ctx.pathParam("account");
        if (!accounts.exists(name)) {
            throw new NotFoundResponse("There is no such account.");
        }
        Looks.about(ctx.req(), "account=" + name);
        return name;
    }

    private void close(Context ctx) {
        var account = existing(ctx);
        if (account.equals(who(ctx))) {
            throw new ConflictResponse("Nobody closes the account that he is signed in with.");
        }
        accounts.close(account);
        ctx.redirect("/administration");
    }

    private void endAll(Context ctx) {
        sessions.endAll(existing(ctx));
        ctx.redirect("/administration");
    }

    /// For who has lost the telephone.
    private void removeFor(Context ctx) {
        secondFactor.remove(existing(ctx));
        ctx.redirect("/administration");
    }
}
