package health.vigil.alerts.worklist;

import gg.jte.models.runtime.JteModel;
import gg.jte.output.StringOutput;
import health.vigil.alerts.questions.Questions;
import health.vigil.alerts.teams.Teams;
import health.vigil.alerts.views.AlertViews;
import health.vigil.alerts.views.StaticAlertViews;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.LiveFeed;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.sight.Sight;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// The nurse's page, and the API behind it.
public final class WorklistRoutes implements Routes {

    private final Alerts alerts;
    private final Actions actions;
    private final Acts acts;
    private final Cards cards;
    private final Presence presence;
    private final AlertRoutes api;
    private final Sight sight;
    private final Teams teams;
    private final LiveFeed feed;
    private final Assets assets;
    private final Clock clock;
    private final AlertViews views = new StaticAlertViews();
    private final KitViews kit = new StaticKitViews();

    public WorklistRoutes(
            Jdbi jdbi, Clock clock, Teams teams, Sight sight, Questions questions, LiveFeed feed, Assets assets) {
        this.alerts = new Alerts(jdbi);
        this.actions = new Actions(jdbi, clock);
        this.acts = new Acts(actions, questions);
        this.cards = new Cards(jdbi, clock);
        this.presence = new Presence(jdbi, clock);
        this.api = new AlertRoutes(alerts, acts, sight);
        this.sight = sight;
        this.teams = teams;
        this.feed = feed;
        this.assets = assets;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        // Before the one with an id in its place.
        routes.sse("/api/alerts/feed", feed::serve, Access.NURSE);
        api.register(routes);
        routes.get("/worklist", this::page, Access.NURSE);
        routes.get("/worklist/alerts", this::list, Access.NURSE);
        routes.get("/hand-over", this::handOverPage, Access.NURSE);
        routes.get("/hand-over/alerts", this::handOverList, Access.NURSE);
        routes.get("/alerts/{alert}", this::explanationPage, Access.NURSE, Access.CLINICIAN);
        routes.post("/worklist/incidents/acknowledge", this::acknowledgeIncident, Access.NURSE);
        routes.post("/worklist/{alert}/look", this::look, Access.NURSE);
        for (var name : acts.names()) {
            routes.post("/worklist/{alert}/" + name, ctx -> act(ctx, name), Access.NURSE);
        }
    }

    @Override
    public void stopping() {
        feed.close();
    }

    private void page(Context ctx) {
        var view = view(ctx);
        html(ctx, views.worklist(kit, PageFrame.of(ctx, assets, "worklist"), view, worklist(ctx, view)));
    }

    private void list(Context ctx) {
        html(ctx, views.alerts(worklist(ctx, view(ctx))));
    }

    private void handOverPage(Context ctx) {
        html(ctx, views.handOver(kit, PageFrame.of(ctx, assets, "hand-over"), worklist(ctx, view(ctx))));
    }

    private void handOverList(Context ctx) {
        html(ctx, views.handOverList(worklist(ctx, view(ctx)), who(ctx)));
    }

    private View view(Context ctx) {
        return View.of(ctx, Panels.of(who(ctx), teams), sight.of(ctx.req()));
    }

    private Worklist worklist(Context ctx, View view) {
        var worklist = Worklist.of(alerts, cards, view, who(ctx), clock.instant());
        Looks.atList(ctx.req(), worklist.patients());
        return worklist;
    }

    private static String who(Context ctx) {
        return Gate.signedIn(ctx).username();
    }

    private static void html(Context ctx, JteModel page) {
        var output = new StringOutput();
        page.render(output);
        ctx.html(output.toString());
    }

    /// Whatever came of it, the page then shows the list as it is.
    private void act(Context ctx, String name) {
        var result = api.find(ctx)
                .map(alert -> acts.act(name, alert.alertId(), who(ctx), input(ctx)))
                .orElse(Actions.Result.NOT_FOUND);
        if (result != Actions.Result.DONE) {
            ctx.header("Vigil-Not-Done", "true");
        }
        if ("hand-over".equals(ctx.formParam("page"))) {
            handOverList(ctx);
        } else {
            list(ctx);
        }
    }

    private static Acts.Input input(Context ctx) {
        return new Acts.Input(
                Optional.ofNullable(ctx.formParam("note")),
                Optional.ofNullable(ctx.formParam("outcome")),
                Optional.ofNullable(ctx.formParam("minutes")).map(WorklistRoutes::number),
                Optional.ofNullable(ctx.formParam("clinician")));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new InvalidRequestException("minutes", "minutes must be a whole number.");
        }
    }

    private void look(Context ctx) {
        api.find(ctx).ifPresent(alert -> presence.looks(alert.alertId(), who(ctx)));
        ctx.status(204);
    }

    /// All alerts of an incident, each on record.
    private void acknowledgeIncident(Context ctx) {
        var note = input(ctx).text();
        var reach = sight.of(ctx.req());
        ctx.formParams("alert").stream()
                .flatMap(id -> alerts.find(Requests.uuid("alert", id), reach).stream())
                .forEach(alert -> {
                    Looks.at(ctx.req(), alert.patientId());
                    actions.acknowledge(alert.alertId(), who(ctx), note);
                });
        list(ctx);
    }

    private void explanationPage(Context ctx) {
        var alert = api.existing(ctx);
        var explanation = alerts.explanation(alert.alertId()).map(ExplanationView::of);
        html(
                ctx,
                views.explanation(
                        kit, PageFrame.of(ctx, assets, "worklist"), alert, explanation, alerts.steps(alert.alertId())));
    }
}
