package health.vigil.alerts.worklist;

import gg.jte.models.runtime.JteModel;
import gg.jte.output.StringOutput;
import health.vigil.alerts.views.AlertViews;
import health.vigil.alerts.views.StaticAlertViews;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.LiveFeed;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// The nurse's page and the API behind it.
public final class WorklistRoutes implements Routes {

    private static final Set<String> STATES = Set.of("open", "acknowledged", "resolved", "superseded", "withdrawn");
    private static final int LONGEST_NOTE = 2000;

    private final Alerts alerts;
    private final LiveFeed feed;
    private final Assets assets;
    private final AlertViews views = new StaticAlertViews();
    private final KitViews kit = new StaticKitViews();

    public WorklistRoutes(Jdbi jdbi, Clock clock, LiveFeed feed, Assets assets) {
        this.alerts = new Alerts(jdbi, clock);
        this.feed = feed;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/worklist", this::page, Access.NURSE);
        routes.get("/worklist/alerts", ctx -> html(ctx, views.alerts(Worklist.of(alerts))), Access.NURSE);
        routes.get("/alerts/{alert}", this::explanationPage, Access.NURSE, Access.CLINICIAN);
        routes.post("/worklist/incidents/acknowledge", this::acknowledgeIncident, Access.NURSE);
        routes.post("/worklist/{alert}/acknowledge", ctx -> actOnPage(ctx, alerts::acknowledge), Access.NURSE);
        routes.post("/worklist/{alert}/resolve", ctx -> actOnPage(ctx, alerts::resolve), Access.NURSE);

        routes.get("/api/alerts", this::list, Access.NURSE, Access.CLINICIAN);
        routes.sse("/api/alerts/feed", feed::serve, Access.NURSE);
        routes.get("/api/alerts/{alert}", this::show, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/alerts/{alert}/explanation", this::explain, Access.NURSE, Access.CLINICIAN);
        routes.post("/api/alerts/{alert}/acknowledge", ctx -> act(ctx, alerts::acknowledge), Access.NURSE);
        routes.post("/api/alerts/{alert}/resolve", ctx -> act(ctx, alerts::resolve), Access.NURSE);
    }

    @Override
    public void stopping() {
        feed.close();
    }

    private interface Action {
        Alerts.Result on(UUID alert, String who, String note);
    }

    private record Note(Optional<String> note) {}

    private void page(Context ctx) {
        html(ctx, views.worklist(kit, PageFrame.of(ctx, assets, "worklist"), Worklist.of(alerts)));
    }

    private static void html(Context ctx, JteModel page) {
        var output = new StringOutput();
        page.render(output);
        ctx.html(output.toString());
    }

    /// Whatever came of it, the page then shows the list as it is.
    private void actOnPage(Context ctx, Action action) {
        var note = Optional.ofNullable(ctx.formParam("note")).orElse("");
        action.on(Requests.id(ctx, "alert"), Gate.signedIn(ctx).username(), checked(note));
        html(ctx, views.alerts(Worklist.of(alerts)));
    }

    /// All alerts of an incident, each on record.
    private void acknowledgeIncident(Context ctx) {
        var who = Gate.signedIn(ctx).username();
        var note = checked(Optional.ofNullable(ctx.formParam("note")).orElse(""));
        ctx.formParams("alert").forEach(id -> alerts.acknowledge(Requests.uuid("alert", id), who, note));
        html(ctx, views.alerts(Worklist.of(alerts)));
    }

    private void explanationPage(Context ctx) {
        var alert = existing(ctx);
        var explanation = alerts.explanation(alert.alertId()).map(ExplanationView::of);
        html(
                ctx,
                views.explanation(
                        kit, PageFrame.of(ctx, assets, "worklist"), alert, explanation, alerts.steps(alert.alertId())));
    }

    /// As it was written when the alert was raised or last changed, byte for byte.
    private void explain(Context ctx) {
        var alert = existing(ctx);
        ctx.contentType(ContentType.APPLICATION_JSON)
                .result(alerts.explanation(alert.alertId())
                        .orElseThrow(() -> new NotFoundResponse("There is no explanation of this alert.")));
    }

    private void act(Context ctx, Action action) {
        var note = ctx.body().isEmpty()
                ? ""
                : Requests.body(ctx, Note.class).note().orElse("");
        var alert = Requests.id(ctx, "alert");
        switch (action.on(alert, Gate.signedIn(ctx).username(), checked(note))) {
            case DONE -> show(ctx);
            case NOT_FOUND -> throw new NotFoundResponse("There is no such alert.");
            case NOT_POSSIBLE -> throw new ConflictResponse("Somebody has already dealt with this alert.");
        }
    }

    private static String checked(String note) {
        if (note.length() > LONGEST_NOTE) {
            throw new InvalidRequestException("note", "A note has at most " + LONGEST_NOTE + " characters.");
        }
        return note.strip();
    }

    private void show(Context ctx) {
        ctx.json(existing(ctx));
    }

    private AlertView existing(Context ctx) {
        return alerts.find(Requests.id(ctx, "alert"))
                .orElseThrow(() -> new NotFoundResponse("There is no such alert."));
    }

    private void list(Context ctx) {
        var state = Requests.text(ctx, "state").orElse("open");
        if (!STATES.contains(state)) {
            throw new InvalidRequestException("state", "state must be one of " + STATES + ".");
        }
        var limit = Requests.number(ctx, "limit", 1, 1000, 100);
        ctx.json(Map.of("alerts", alerts.list(state, Optional.empty(), limit)));
    }
}
