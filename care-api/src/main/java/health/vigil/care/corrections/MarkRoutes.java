package health.vigil.care.corrections;

import gg.jte.output.StringOutput;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.schemas.Verdict;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Marking readings and unmarking them, in the table on the patient's page or by the API.
public final class MarkRoutes implements Routes {

    private static final String NOT_FOUND = "This patient has no such reading.";
    private static final int LONGEST_REASON = 1000;

    private final PatientsInSight sight;
    private final Marks marks;
    private final RecentReadings readings;
    private final CareViews views = new StaticCareViews();

    public MarkRoutes(PatientsInSight sight, Marks marks, RecentReadings readings) {
        this.sight = sight;
        this.marks = marks;
        this.readings = readings;
    }

    @Override
    public void register(RoutesConfig routes) {
        var path = "/api/patients/{patient}/readings/{reading}/mark";
        routes.put(path, this::mark, Access.NURSE, Access.CLINICIAN);
        routes.delete(path, this::unmark, Access.NURSE, Access.CLINICIAN);
        routes.post("/patients/{patient}/readings/{reading}/mark", this::submit, Access.NURSE, Access.CLINICIAN);
    }

    private record Fields(Optional<Verdict> verdict, Optional<String> reason) {}

    private record Answer(UUID readingId, Verdict verdict, String reason, String markedBy, Instant markedAt) {}

    private void mark(Context ctx) {
        var fields = Requests.body(ctx, Fields.class);
        var verdict = fields.verdict()
                .orElseThrow(
                        () -> new InvalidRequestException("verdict", "verdict must be ENTERED_IN_ERROR or CONFIRMED."));
        var mark = mark(ctx, verdict, reason(fields.reason().orElse("")));
        ctx.json(new Answer(mark.readingId(), mark.verdict(), mark.reason(), mark.markedBy(), mark.markedAt()));
    }

    private Mark mark(Context ctx, Verdict verdict, String reason) {
        return marks.mark(
                        sight.patient(ctx).patientId(),
                        Requests.id(ctx, "reading"),
                        verdict,
                        reason,
                        Gate.signedIn(ctx).username())
                .orElseThrow(() -> new NotFoundResponse(NOT_FOUND));
    }

    private static String reason(String text) {
        var reason = Requests.required("reason", text);
        if (reason.length() > LONGEST_REASON) {
            throw new InvalidRequestException("reason", "reason has %d characters at most.".formatted(LONGEST_REASON));
        }
        return reason;
    }

    private record Why(Optional<String> reason) {}

    private void unmark(Context ctx) {
        var why = ctx.bodyAsBytes().length == 0
                ? Optional.<String>empty()
                : Requests.body(ctx, Why.class).reason();
        unmark(ctx, why.orElse(""));
        ctx.status(204);
    }

    private void unmark(Context ctx, String reason) {
        var ended = marks.unmark(
                sight.patient(ctx).patientId(),
                Requests.id(ctx, "reading"),
                reason,
                Gate.signedIn(ctx).username());
        if (!ended) {
            throw new NotFoundResponse("Nothing was said of such a reading of this patient.");
        }
    }

    /// The form in the table: answers with the table as it is now.
    private void submit(Context ctx) {
        var reason = Optional.ofNullable(ctx.formParam("reason")).orElse("");
        switch (Optional.ofNullable(ctx.formParam("verdict")).orElse("")) {
            case "ENTERED_IN_ERROR" -> mark(ctx, Verdict.ENTERED_IN_ERROR, reason(reason));
            case "CONFIRMED" -> mark(ctx, Verdict.CONFIRMED, reason(reason));
            case "NONE" -> unmark(ctx, reason);
            default ->
                throw new InvalidRequestException("verdict", "verdict must be ENTERED_IN_ERROR, CONFIRMED or NONE.");
        }
        var patient = Requests.id(ctx, "patient");
        if (ctx.header("HX-Request") == null) {
            ctx.redirect("/patients/" + patient);
            return;
        }
        var output = new StringOutput();
        views.readingTable(patient, Gate.signedIn(ctx).csrfToken(), readings.of(patient))
                .render(output);
        ctx.html(output.toString());
    }
}
