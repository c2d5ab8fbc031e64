package health.vigil.alerts.burden;

import gg.jte.output.StringOutput;
import health.vigil.alerts.teams.Teams;
import health.vigil.alerts.views.AlertViews;
import health.vigil.alerts.views.StaticAlertViews;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.sight.Sight;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;

/// The alert burden, as a page and by the API.
public final class BurdenRoutes implements Routes {

    private static final int LONGEST = 366;

    private final Jdbi jdbi;
    private final Teams teams;
    private final Sight sight;
    private final Clock clock;
    private final Assets assets;
    private final AlertViews views = new StaticAlertViews();
    private final KitViews kit = new StaticKitViews();

    public BurdenRoutes(Jdbi jdbi, Teams teams, Sight sight, Clock clock, Assets assets) {
        this.jdbi = jdbi;
        this.teams = teams;
        this.sight = sight;
        this.clock = clock;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/burden", this::page, Access.NURSE, Access.ADMIN);
        routes.get("/api/burden", ctx -> ctx.json(burden(ctx)), Access.NURSE, Access.ADMIN);
    }

    private Burden burden(Context ctx) {
        var zone = teams.all().values().iterator().next().team().zone();
        var days = Requests.number(ctx, "days", 1, LONGEST, 30);
        var burden = Burden.of(jdbi, sight.of(ctx.req()), clock, zone, days);
        Looks.atList(ctx.req(), burden.named());
        return burden;
    }

    private void page(Context ctx) {
        var output = new StringOutput();
        views.burden(kit, PageFrame.of(ctx, assets, "burden"), burden(ctx)).render(output);
        ctx.html(output.toString());
    }
}
