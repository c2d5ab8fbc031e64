package health.vigil.care.previews;

import com.fasterxml.jackson.databind.JsonNode;
import gg.jte.models.runtime.JteModel;
import gg.jte.output.StringOutput;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.planning.PlanPage;
import health.vigil.care.plans.Plans;
import health.vigil.care.readings.StoredReadings;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.plandocuments.InvalidPlanException;
import health.vigil.plandocuments.PlanDocument;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.TooManyRequestsResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Previews of a plan before it is saved: for one patient at once, for all of them as a job.
public final class PreviewRoutes implements Routes {

    private static final int DAYS = 90;
    private static final int MOST_DAYS = 366;

    private final PatientsInSight sight;
    private final Plans plans;
    private final StoredReadings readings;
    private final PanelPreviews panels;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();

    public PreviewRoutes(
            PatientsInSight sight, Plans plans, StoredReadings readings, PanelPreviews panels, Clock clock) {
        this.sight = sight;
        this.plans = plans;
        this.readings = readings;
        this.panels = panels;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/patients/{patient}/plan/preview", this::previewOne, Access.CLINICIAN);
        routes.post("/plan-previews", this::previewAll, Access.CLINICIAN);
        routes.get("/plan-previews/{preview}", ctx -> show(ctx, existing(ctx).snapshot()), Access.CLINICIAN);
        routes.delete(
                "/plan-previews/{preview}", ctx -> show(ctx, cancelled(ctx).snapshot()), Access.CLINICIAN);
        routes.post("/api/plan-previews", this::start, Access.CLINICIAN);
        routes.get("/api/plan-previews/{preview}", ctx -> ctx.json(existing(ctx).snapshot()), Access.CLINICIAN);
        routes.delete(
                "/api/plan-previews/{preview}",
                ctx -> {
                    cancelled(ctx);
                    ctx.status(204);
                },
                Access.CLINICIAN);
    }

    private void previewOne(Context ctx) {
        var patient = sight.patient(ctx).patientId();
        try {
            var plan = PlanDocument.check(PlanPage.document(ctx).toString());
            var until = clock.instant();
            var from = until.minus(Duration.ofDays(DAYS));
            var found = readings.of(List.of(patient), from.minus(Preview.RUN_UP), until)
                    .getOrDefault(patient, List.of());
            var preview = Preview.of(patient, plans.history(patient), plan, found, from, until);
            html(ctx, views.preview(PreviewView.of(preview, plan, found, DAYS, from, until)));
        } catch (InvalidPlanException failure) {
            html(ctx, views.previewRefused(failure.problems()));
        }
    }

    private static void html(Context ctx, JteModel view) {
        var output = new StringOutput();
        view.render(output);
        ctx.html(output.toString());
    }

    private void previewAll(Context ctx) {
        try {
            var plan = PlanDocument.check(PlanPage.document(ctx).toString());
            show(
                    ctx,
                    start(ctx, new Fields(Optional.empty(), Optional.empty()), plan)
                            .snapshot());
        } catch (InvalidPlanException failure) {
            html(ctx, views.previewRefused(failure.problems()));
        }
    }

    private void show(Context ctx, PanelPreview.Snapshot snapshot) {
        Map<UUID, String> names = snapshot.largest().stream()
                .map(PanelPreview.PatientDifference::patientId)
                .flatMap(id -> sight.find(ctx.req(), id).stream())
                .collect(Collectors.toMap(Patient::patientId, Patient::name));
        html(ctx, views.panelPreview(snapshot, names));
    }

    private record Fields(Optional<JsonNode> document, Optional<Integer> days) {}

    private void start(Context ctx) {
        var fields = Requests.body(ctx, Fields.class);
        var document = fields.document()
                .orElseThrow(() -> new InvalidRequestException("document", "document must be a care plan."));
        var preview = start(ctx, fields, PlanDocument.check(document.toString()));
        ctx.status(202).header("Location", "/api/plan-previews/" + preview.id()).json(Map.of("id", preview.id()));
    }

    private PanelPreview start(Context ctx, Fields fields, CarePlan plan) {
        var days = fields.days().orElse(DAYS);
        if (days < 1 || days > MOST_DAYS) {
            throw new InvalidRequestException("days", "days must be a whole number from 1 to %d.".formatted(MOST_DAYS));
        }
        return panels.start(Gate.signedIn(ctx).username(), patients(ctx), plan, days)
                .orElseThrow(() -> new TooManyRequestsResponse(
                        "Other previews for all patients are being made: try again in a minute."));
    }

    private List<UUID> patients(Context ctx) {
        return sight.patients(ctx.req(), Optional.empty()).stream()
                .map(Patient::patientId)
                .sorted()
                .toList();
    }

    private PanelPreview existing(Context ctx) {
        return panels.find(Requests.id(ctx, "preview"), Gate.signedIn(ctx).username())
                .orElseThrow(() -> new NotFoundResponse("There is no such preview; it may have been forgotten."));
    }

    private PanelPreview cancelled(Context ctx) {
        var preview = existing(ctx);
        preview.cancel();
        return preview;
    }
}
