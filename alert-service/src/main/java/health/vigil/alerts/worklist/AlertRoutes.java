package health.vigil.alerts.worklist;

import health.vigil.kit.http.Access;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Alerts by the API.
final class AlertRoutes implements Routes {

    private static final Set<String> SEVERITIES = Set.of("CRITICAL", "HIGH", "LOW", "INFORMATION");

    private final Alerts alerts;
    private final Acts acts;

    AlertRoutes(Alerts alerts, Acts acts) {
        this.alerts = alerts;
        this.acts = acts;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/alerts", this::list, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/alerts/{alert}", this::show, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/alerts/{alert}/steps", this::steps, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/alerts/{alert}/explanation", this::explain, Access.NURSE, Access.CLINICIAN);
        for (var name : acts.names()) {
            routes.post("/api/alerts/{alert}/" + name, ctx -> act(ctx, name), Access.NURSE);
        }
    }

    private void list(Context ctx) {
        var limit = Requests.number(ctx, "limit", 1, 1000, 100);
        var after = Requests.text(ctx, "after").map(Place::of);
        ctx.json(alerts.page(filter(ctx), after, limit));
    }

    private static Filter filter(Context ctx) {
        var state = Requests.text(ctx, "state").orElse(Filter.OPEN);
        if (!Filter.STATES.contains(state)) {
            throw new InvalidRequestException("state", "state must be one of " + Filter.STATES + ".");
        }
        var severity = Requests.text(ctx, "severity").map(text -> text.toUpperCase(Locale.ROOT));
        if (severity.isPresent() && !SEVERITIES.contains(severity.get())) {
            throw new InvalidRequestException("severity", "severity must be one of " + SEVERITIES + ".");
        }
        return new Filter(
                Filter.of(state).states(),
                severity,
                Requests.text(ctx, "late").map(AlertRoutes::isTrue),
                Requests.text(ctx, "patient").map(text -> Requests.uuid("patient", text)),
                Requests.text(ctx, "rule"),
                Set.copyOf(Requests.text(ctx, "panel").map(List::of).orElse(List.of())));
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidRequestException("late", "late must be true or false.");
        };
    }

    private void show(Context ctx) {
        ctx.json(existing(alerts, ctx));
    }

    private void steps(Context ctx) {
        ctx.json(Map.of("steps", alerts.steps(existing(alerts, ctx).alertId())));
    }

    /// As it was written when the alert was raised or last changed, byte for byte.
    private void explain(Context ctx) {
        var alert = existing(alerts, ctx);
        ctx.contentType(ContentType.APPLICATION_JSON)
                .result(alerts.explanation(alert.alertId())
                        .orElseThrow(() -> new NotFoundResponse("There is no explanation of this alert.")));
    }

    private void act(Context ctx, String name) {
        var input = ctx.body().isEmpty() ? Acts.Input.NONE : Requests.body(ctx, Acts.Input.class);
        var who = Gate.signedIn(ctx).username();
        switch (acts.act(name, existing(alerts, ctx).alertId(), who, input)) {
            case DONE -> show(ctx);
            case NOT_FOUND -> throw new NotFoundResponse("There is no such alert.");
            case NOT_POSSIBLE ->
                throw new ConflictResponse(Optional.of(name)
                        .filter("snooze"::equals)
                        .map(_ -> "It cannot be put off: it is critical and new, or somebody has dealt with it.")
                        .orElse("Somebody has already dealt with this alert."));
        }
    }

    static AlertView existing(Alerts alerts, Context ctx) {
        return alerts.find(Requests.id(ctx, "alert"))
                .orElseThrow(() -> new NotFoundResponse("There is no such alert."));
    }
}
