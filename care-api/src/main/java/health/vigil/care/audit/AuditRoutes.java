package health.vigil.care.audit;

import gg.jte.output.StringOutput;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Recorder;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The audit trail: searched and exported by administrators; and what a patient may be told, who looked.
public final class AuditRoutes implements Routes {

    private static final int SHOWN = 100;
    private static final int LONGEST_REPORT = 1000;

    private final AuditEntries entries;
    private final PatientsInSight sight;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public AuditRoutes(PatientsInSight sight, Jdbi jdbi, Assets assets) {
        this.entries = new AuditEntries(jdbi);
        this.sight = sight;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/administration/audit", this::page, Access.ADMIN);
        routes.get("/api/audit", ctx -> ctx.json(answer(ctx)), Access.ADMIN);
        routes.get("/api/audit/{trail}/entries.ndjson", this::export, Access.ADMIN);
        routes.get("/patients/{patient}/looks", this::report, Access.NURSE, Access.CLINICIAN, Access.ADMIN);
    }

    private static AuditFilter filter(Context ctx) {
        return new AuditFilter(
                Requests.text(ctx, "who"),
                Requests.text(ctx, "patient").map(text -> Requests.uuid("patient", text)),
                Requests.text(ctx, "action"),
                Requests.moment(ctx, "from"),
                Requests.moment(ctx, "to"),
                Requests.moment(ctx, "before"),
                Requests.number(ctx, "limit", 1, LONGEST_REPORT, SHOWN));
    }

    /// @param before where the next page begins; absent at the end
    private record Answer(
            List<AuditEntry> entries, @Nullable Instant before) {}

    private Answer answer(Context ctx) {
        var filter = filter(ctx);
        var found = entries.find(filter);
        Looks.about(ctx.req(), "audit search");
        return new Answer(
                found, found.size() == filter.limit() ? found.getLast().at() : null);
    }

    private void page(Context ctx) {
        var answer = answer(ctx);
        var output = new StringOutput();
        views.audit(
                        kit,
                        PageFrame.of(ctx, assets, "administration"),
                        answer.entries(),
                        text(ctx, "who"),
                        text(ctx, "patient"),
                        text(ctx, "action"),
                        Optional.ofNullable(answer.before())
                                .map(Instant::toString)
                                .orElse(""))
                .render(output);
        ctx.html(output.toString());
    }

    private static String text(Context ctx, String parameter) {
        return Requests.text(ctx, parameter).orElse("");
    }

    private void export(Context ctx) throws IOException {
        var trail = ctx.pathParam("trail");
        if (!AuditEntries.TRAILS.contains(trail)) {
            throw new InvalidRequestException("trail", "trail must be one of " + AuditEntries.TRAILS + ".");
        }
        Looks.about(ctx.req(), "audit export");
        Recorder.now(ctx);
        ctx.contentType("application/x-ndjson");
        ctx.header("Content-Disposition", "attachment; filename=\"audit-" + trail + ".ndjson\"");
        entries.write(trail, ctx.outputStream());
    }

    private void report(Context ctx) {
        var patient = sight.patient(ctx);
        var output = new StringOutput();
        views.looks(
                        kit,
                        PageFrame.of(ctx, assets, "patients"),
                        patient,
                        entries.find(AuditFilter.of(patient.patientId(), LONGEST_REPORT)))
                .render(output);
        ctx.html(output.toString());
    }
}
