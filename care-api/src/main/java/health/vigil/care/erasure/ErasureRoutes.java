package health.vigil.care.erasure;

import gg.jte.output.StringOutput;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Erasing a patient, on a page and by the API; only whoever types the patient's name means it.
public final class ErasureRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureRoutes.class);
    private static final int LONGEST = 1000;

    private final PatientsInSight sight;
    private final Erasure erasure;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public ErasureRoutes(PatientsInSight sight, Erasure erasure, Assets assets) {
        this.sight = sight;
        this.erasure = erasure;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/patients/{patient}/erasure", ctx -> page(ctx, false), Access.ADMIN);
        routes.post("/patients/{patient}/erasure", this::eraseOnPage, Access.ADMIN);
        routes.post("/api/patients/{patient}/erasure", this::eraseByProgram, Access.ADMIN);
    }

    private void page(Context ctx, boolean erased) {
        var output = new StringOutput();
        views.erasure(kit, PageFrame.of(ctx, assets, "administration"), sight.patient(ctx), erased)
                .render(output);
        ctx.html(output.toString());
    }

    private void eraseOnPage(Context ctx) {
        erase(ctx, Optional.ofNullable(ctx.formParam("name")), Optional.ofNullable(ctx.formParam("reason")));
        page(ctx, true);
    }

    /// @param name given and family name, as they are known
    private record Fields(Optional<String> name, Optional<String> reason) {}

    private void eraseByProgram(Context ctx) {
        var fields = Requests.body(ctx, Fields.class);
        erase(ctx, fields.name(), fields.reason());
        ctx.status(204);
    }

    private void erase(Context ctx, Optional<String> name, Optional<String> reason) {
        Patient patient = sight.patient(ctx);
        var why = Requests.required("reason", reason, LONGEST);
        if (!patient.name().equals(name.orElse("").strip())) {
            throw new InvalidRequestException("name", "name must be the patient's given and family name, exactly.");
        }
        if (!erasure.erase(patient.patientId(), why, Gate.signedIn(ctx).username())) {
            throw new ConflictResponse("The patient was erased before.");
        }
        Looks.about(ctx.req(), "erasure");
        LOG.atWarn()
                .addKeyValue("patient", patient.patientId())
                .addKeyValue("who", Gate.signedIn(ctx).username())
                .log("a patient was erased");
    }
}
