package health.vigil.alerts.worklist;

import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.sight.Reach;
import health.vigil.kit.sight.Sight;
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
    private final Sight sight;

    AlertRoutes(Alerts alerts, Acts acts, Sight sight) {
        this.alerts = alerts;
        this.acts = acts;
        this.sight = sight;
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
        var page = alerts.page(filter(ctx), after, limit);
        Looks.atList(ctx.req(), page.alerts().stream().map(AlertView::patientId).toList());
        ctx.json(page);
    }

    private Filter filter(Context ctx) {
        var state = Requests.text(ctx, "state").orElse(Filter.OPEN);
        if (!Filter.STATES.contains(state)) {
            throw new InvalidRequestException("state", "state must be one of " + Filter.STATES + ".");
        }
        var severity = Requests.text(ctx, "severity").map(text -> text.toUpperCase(Locale.ROOT));
        if (severity.isPresent() && !SEVERITIES.contains(severity.get())) {
            throw new InvalidRequestException("severity", "severity must be one of " + SEVERITIES + ".");
        }
        return new Filter(
                Filter.of(state, Reach.NOBODY).states(),
                severity,
                Requests.text(ctx, "late").map(AlertRoutes::isTrue),
                Requests.text(ctx, "patient").map(text -> Requests.uuid("patient", text)),
                Requests.text(ctx, "rule"),
                Set.copyOf(Requests.text(ctx, "panel").map(List::of).orElse(List.of())),
                sight.of(ctx.req()));
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidRequestException("late", "late must be true or false.");
        };
    }

    private void show(Context ctx) {
        ctx.json(existing(ctx));
    }

    private void steps(Context ctx) {
        ctx.json(Map.of("steps", alerts.steps(existing(ctx).alertId())));
    }

    /// As it was written when the alert was raised or last changed, byte for byte.
    private void explain(Context ctx) {
        var alert = existing(ctx);
        ctx.contentType(ContentType.APPLICATION_JSON)
                .result(alerts.explanation(alert.alertId())
                        .orElseThrow(() -> new NotFoundResponse("There is no explanation of this alert.")));
    }

    private void act(Context ctx, String name) {
        var input = ctx.body().isEmpty() ? Acts.Input.NONE : Requests.body(ctx, Acts.Input.class);
        var who = Gate.signedIn(ctx).username();
        switch (acts.act(name, existing(ctx).alertId(), who, input)) {
            case DONE -> show(ctx);
            case NOT_FOUND -> throw new NotFoundResponse("There is no such alert.");
            case NOT_POSSIBLE ->
                throw new ConflictResponse(Optional.of(name)
                        .filter("snooze"::equals)
                        .map(_ -> "It cannot be put off: it is critical and new, or somebody has dealt with it.")
                        .orElse("Somebody has already dealt with this alert."));
        }
    }

    /// The alert in the path.
    ///
    /// @throws NotFoundResponse where there is none, or none of a patient whom this request may see
    AlertView existing(Context ctx) {
        return find(ctx).orElseThrow(() -> new NotFoundResponse("There is no such alert."));
    }

    /// The alert in the path, if this request may see it.
    Optional<AlertView> find(Context ctx) {
        var found = alerts.find(Requests.id(ctx, "alert"), sight.of(ctx.req()));
        found.ifPresent(alert -> Looks.at(ctx.req(), alert.patientId()));
        return found;
    }
}
