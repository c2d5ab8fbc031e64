package health.vigil.care.billing;

import gg.jte.output.StringOutput;
import health.vigil.care.alerts.Alerts;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.clinical.billing.Outlook;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// The running periods of a team, to call in time who will miss the sixteenth day.
final class DeviceDayRoutes implements Routes {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 10_000;

    private final PatientsInSight sight;
    private final Statements statements;
    private final Alerts alerts;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    DeviceDayRoutes(PatientsInSight sight, Statements statements, Jdbi jdbi, Assets assets) {
        this.sight = sight;
        this.statements = statements;
        this.alerts = new Alerts(jdbi);
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/device-days", this::page, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/device-days", this::team, Access.NURSE, Access.CLINICIAN);
    }

    private BillingView.Team found(Context ctx) {
        var team = Requests.text(ctx, "team").map(text -> Requests.uuid("team", text));
        var onlyToCall = Requests.text(ctx, "call").isPresent();
        var offset = Requests.number(ctx, "offset", 0, Integer.MAX_VALUE, 0);
        var limit = Requests.number(ctx, "limit", 1, LARGEST_PAGE, PAGE);
        var watched = statements.running(sight.patients(ctx.req(), team));
        var toCall = (int) watched.stream()
                .filter(each -> each.outlook().state() == Outlook.State.AT_RISK)
                .count();
        var wanted = watched.stream()
                .filter(each -> !onlyToCall || each.outlook().state() == Outlook.State.AT_RISK)
                .sorted(Watched.MOST_URGENT_FIRST)
                .toList();
        var shown = wanted.stream().skip(offset).limit(limit).toList();
        Looks.atList(
                ctx.req(),
                shown.stream().map(each -> each.patient().patientId()).toList());
        var more = offset + shown.size() < wanted.size()
                ? Optional.of("%s%soffset=%d"
                        .formatted(
                                team.map(id -> "team=" + id + "&").orElse(""),
                                onlyToCall ? "call=true&" : "",
                                offset + limit))
                : Optional.<String>empty();
        return new BillingView.Team(shown, wanted.size(), toCall, more);
    }

    private void team(Context ctx) {
        var found = found(ctx);
        ctx.json(Map.of(
                "found",
                found.found(),
                "toCall",
                found.toCall(),
                "patients",
                found.patients().stream().map(PatientDays::of).toList()));
    }

    private void page(Context ctx) {
        var output = new StringOutput();
        views.deviceDays(
                        kit,
                        PageFrame.of(ctx, assets, "device-days"),
                        found(ctx),
                        alerts.teams(),
                        Requests.text(ctx, "team").orElse(""),
                        Requests.text(ctx, "call").isPresent())
                .render(output);
        ctx.html(output.toString());
    }
}
