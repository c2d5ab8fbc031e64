package health.vigil.care.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import health.vigil.care.patients.PatientRoutes;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.PlanChange;
import health.vigil.care.plans.Plans;
import health.vigil.care.plans.StoredPlan;
import health.vigil.clinical.plans.Template;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Json;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.plandocuments.InvalidPlanException;
import health.vigil.plandocuments.PlanDocument;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Care plans for programs.
public final class PlanRoutes implements Routes {

    private static final int LONGEST_REASON = 1000;

    private final PatientsInSight sight;
    private final Plans plans;

    public PlanRoutes(PatientsInSight sight, Plans plans) {
        this.sight = sight;
        this.plans = plans;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/patients/{patient}/plan", this::show, Access.NURSE, Access.CLINICIAN);
        routes.post("/api/patients/{patient}/plan", this::change, Access.CLINICIAN);
        routes.get("/api/plan-templates", PlanRoutes::templates, Access.NURSE, Access.CLINICIAN);
        routes.get(
                "/api/plan-schema",
                ctx -> ctx.contentType("application/schema+json").result(PlanDocument.schema()),
                Access.NURSE,
                Access.CLINICIAN);
        routes.exception(InvalidPlanException.class, (failure, ctx) -> refuse(ctx, failure));
    }

    private record WrongField(String path, String detail) {}

    private record Problem(String type, String title, int status, String detail, List<WrongField> errors) {}

    private static void refuse(Context ctx, InvalidPlanException failure) {
        var errors = failure.problems().stream()
                .map(problem -> new WrongField(problem.path(), problem.sentence()))
                .toList();
        ctx.status(400)
                .json(new Problem("about:blank", "Bad Request", 400, "The document is no care plan.", errors))
                .contentType("application/problem+json");
    }

    private record Version(
            int version, Instant effectiveFrom, String author, Instant createdAt, String reason, JsonNode document) {}

    private Version version(StoredPlan stored) {
        return new Version(
                stored.version(),
                stored.effectiveFrom(),
                stored.createdBy(),
                stored.createdAt(),
                stored.reason(),
                tree(PlanDocument.write(plans.plan(stored))));
    }

    private static JsonNode tree(String document) {
        try {
            return Json.MAPPER.readTree(document);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void show(Context ctx) {
        var patient = sight.patient(ctx).patientId();
        var versions = plans.versions(patient).stream().map(this::version).toList();
        ctx.json(Map.of("patientId", patient, "versions", versions));
    }

    private record Fields(
            Optional<Integer> basedOn,
            Optional<Instant> effectiveFrom,
            Optional<String> reason,
            Optional<JsonNode> document) {}

    private void change(Context ctx) {
        var patient = sight.patient(ctx).patientId();
        var fields = Requests.body(ctx, Fields.class);
        var change = new PlanChange(
                fields.basedOn()
                        .orElseThrow(() -> new InvalidRequestException(
                                "basedOn", "basedOn must name the version that the change is based on.")),
                fields.effectiveFrom(),
                reason(fields.reason().orElse("")),
                PlanDocument.check(fields.document()
                        .orElseThrow(() -> new InvalidRequestException("document", "document must be a care plan."))
                        .toString()));
        switch (plans.change(patient, change, Gate.signedIn(ctx).username())) {
            case PlanChange.Saved saved -> ctx.status(201).json(version(saved.version()));
            case PlanChange.Stale stale -> throw new ConflictResponse(staleSentence(stale));
            case PlanChange.TooEarly early ->
                throw new InvalidRequestException("effectiveFrom", tooEarlySentence(early.first()));
        }
    }

    static String reason(String text) {
        var reason = Requests.required("reason", text);
        if (reason.length() > LONGEST_REASON) {
            throw new InvalidRequestException("reason", "reason has %d characters at most.".formatted(LONGEST_REASON));
        }
        return reason;
    }

    static String staleSentence(PlanChange.Stale stale) {
        return "The plan was changed meanwhile: version %d by %s. Nothing was saved; look at it first."
                .formatted(stale.newest().version(), stale.newest().createdBy());
    }

    static String tooEarlySentence(Instant first) {
        return "A version cannot take effect before the patient's first one, of %s, which also holds for all time before."
                .formatted(first);
    }

    private record Named(String template, String title, JsonNode document) {}

    private static void templates(Context ctx) {
        var zone = ZoneId.of(PatientRoutes.zone(Requests.text(ctx, "zone").orElse("UTC")));
        var all = Stream.of(Template.values())
                .map(template ->
                        new Named(template.code(), template.title(), tree(PlanDocument.write(template.in(zone)))))
                .toList();
        ctx.json(Map.of("templates", all));
    }
}
