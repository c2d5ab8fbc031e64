package health.vigil.care.planning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gg.jte.output.StringOutput;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.PlanChange;
import health.vigil.care.plans.Plans;
import health.vigil.care.plans.StoredPlan;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.access.Role;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import health.vigil.plandocuments.InvalidPlanException;
import health.vigil.plandocuments.InvalidPlanException.Problem;
import health.vigil.plandocuments.PlanDocument;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.util.List;

/// A patient's care plan as a page with a form. Every button sends the whole form; only *Save* keeps it.
public final class PlanPageRoutes implements Routes {

    private final PatientsInSight sight;
    private final Plans plans;
    private final Assets assets;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public PlanPageRoutes(PatientsInSight sight, Plans plans, Assets assets, Clock clock) {
        this.sight = sight;
        this.plans = plans;
        this.assets = assets;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/patients/{patient}/plan", this::page, Access.NURSE, Access.CLINICIAN);
        routes.post("/patients/{patient}/plan", this::submit, Access.CLINICIAN);
    }

    /// The newest version to change, or any one to look at.
    private void page(Context ctx) {
        var patient = sight.patient(ctx);
        var versions = plans.versions(patient.patientId());
        var wanted = Requests.number(ctx, "version", 1, Integer.MAX_VALUE, versions.size());
        var shown = versions.stream()
                .filter(version -> version.version() == wanted)
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("There is no such version of the plan."));
        var form = PlanForm.of(
                FormFields.parse(PlanDocument.write(plans.plan(shown))),
                versions.getLast().version(),
                "",
                "",
                List.of(),
                "");
        var newest = shown.equals(versions.getLast());
        page(ctx, patient, form, newest ? "" : seen(shown), newest && isClinician(ctx));
    }

    private static String seen(StoredPlan version) {
        return "This is version %d as it was saved.".formatted(version.version());
    }

    private static boolean isClinician(Context ctx) {
        return Gate.signedIn(ctx).role() == Role.CLINICIAN;
    }

    private void page(Context ctx, Patient patient, PlanForm form, String notice, boolean editable) {
        var frame = PageFrame.of(ctx, assets, "patients");
        var history = PlanPage.history(plans, patient.patientId(), clock);
        var output = new StringOutput();
        views.plan(kit, frame, patient, form, history, notice, editable).render(output);
        ctx.html(output.toString());
    }

    private void submit(Context ctx) {
        var patient = sight.patient(ctx);
        var action = PlanPage.param(ctx, "action");
        if (action.equals("template")) {
            action = "template:" + PlanPage.param(ctx, "template");
        } else if (action.equals("add-rule")) {
            action = "add-rule:" + PlanPage.param(ctx, "kind");
        }
        var document = PlanEdits.apply(PlanPage.document(ctx), action);
        if (action.equals("save")) {
            save(ctx, patient, document);
        } else {
            again(ctx, patient, document, List.of(), opened(action, document));
        }
    }

    /// Where somebody works on: what the button was about, or the rule that it added.
    private static String opened(String action, ObjectNode document) {
        return action.startsWith("add-rule:")
                ? "/rules/" + (document.path("rules").size() - 1)
                : action.startsWith("remove:/rules/")
                                && action.chars().filter(each -> each == '/').count() == 2
                        ? ""
                        : action.substring(action.indexOf(':') + 1);
    }

    private void save(Context ctx, Patient patient, ObjectNode document) {
        try {
            var change = change(ctx, patient, document);
            var by = Gate.signedIn(ctx).username();
            switch (plans.change(patient.patientId(), change, by)) {
                case PlanChange.Saved _ -> done(ctx, patient);
                case PlanChange.Stale stale -> refuse(ctx, patient, document, "", PlanRoutes.staleSentence(stale));
                case PlanChange.TooEarly early ->
                    refuse(ctx, patient, document, "effectiveFrom", PlanRoutes.tooEarlySentence(early.first()));
            }
        } catch (InvalidPlanException failure) {
            again(ctx, patient, document, failure.problems(), "");
        } catch (InvalidRequestException failure) {
            refuse(ctx, patient, document, failure.parameter(), String.valueOf(failure.getMessage()));
        }
    }

    private PlanChange change(Context ctx, Patient patient, ObjectNode document) {
        var plan = PlanDocument.check(document.toString());
        var zone = plans.inForce(patient.patientId()).zone();
        return new PlanChange(
                PlanPage.basedOn(ctx),
                PlanPage.moment(PlanPage.param(ctx, "effectiveFrom"), zone),
                PlanRoutes.reason(PlanPage.param(ctx, "reason")),
                plan);
    }

    private static void done(Context ctx, Patient patient) {
        var address = "/patients/" + patient.patientId() + "/plan";
        if (ctx.header("HX-Request") == null) {
            ctx.redirect(address);
        } else {
            ctx.header("HX-Redirect", address).status(204);
        }
    }

    private void refuse(Context ctx, Patient patient, ObjectNode document, String field, String sentence) {
        again(ctx, patient, document, List.of(new Problem(field, sentence)), "");
    }

    /// The form as it was filled in; htmx wants it alone, and takes no answer but a good one.
    private void again(Context ctx, Patient patient, ObjectNode document, List<Problem> problems, String opened) {
        var form = PlanForm.of(
                document,
                PlanPage.basedOn(ctx),
                PlanPage.param(ctx, "reason"),
                PlanPage.param(ctx, "effectiveFrom"),
                problems,
                opened);
        if (ctx.header("HX-Request") == null) {
            ctx.status(problems.isEmpty() ? 200 : 400);
            page(ctx, patient, form, "", true);
            return;
        }
        var output = new StringOutput();
        views.planForm(Gate.signedIn(ctx).csrfToken(), patient.patientId(), form, true)
                .render(output);
        ctx.html(output.toString());
    }
}
