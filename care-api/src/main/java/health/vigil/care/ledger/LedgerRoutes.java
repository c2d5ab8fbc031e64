package health.vigil.care.ledger;

import gg.jte.output.StringOutput;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// The ledger as a page and as an API. It has ids, times and counts, and nothing of what a reading says.
public final class LedgerRoutes implements Routes {

    private static final int ON_A_PAGE = 100;

    private final Ledger ledger;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public LedgerRoutes(Jdbi jdbi, Assets assets) {
        this.ledger = new Ledger(jdbi);
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/ledger", ctx -> ctx.json(ledger.totals()), Access.ADMIN);
        routes.get("/api/ledger/devices", this::devices, Access.ADMIN);
        routes.get(
                "/api/ledger/devices/{device}",
                ctx -> ctx.json(
                        ledger.devices(List.of(Requests.id(ctx, "device"))).getFirst()),
                Access.ADMIN);
        routes.get("/api/ledger/patients", this::patients, Access.ADMIN);
        routes.get(
                "/api/ledger/patients/{patient}",
                ctx -> ctx.json(
                        ledger.patients(List.of(Requests.id(ctx, "patient"))).getFirst()),
                Access.ADMIN);
        routes.get("/administration/ledger", this::page, Access.ADMIN);
    }

    private static Shown shown(Context ctx) {
        return Requests.text(ctx, "show").map(Shown::of).orElse(Shown.ALL);
    }

    private static UUID after(Context ctx) {
        return Requests.text(ctx, "after")
                .map(text -> Requests.uuid("after", text))
                .orElse(Ledger.BEFORE_ALL);
    }

    private static int limit(Context ctx) {
        return Requests.number(ctx, "limit", 1, 1000, ON_A_PAGE);
    }

    private void devices(Context ctx) {
        var limit = limit(ctx);
        var devices = ledger.devices(shown(ctx), after(ctx), limit);
        ctx.json(Map.of("devices", devices, "next", next(devices, limit)));
    }

    private void patients(Context ctx) {
        var limit = limit(ctx);
        var patients = ledger.patients(shown(ctx), after(ctx), limit);
        var next = patients.size() < limit
                ? Optional.empty()
                : Optional.of(patients.getLast().counts().patientId());
        ctx.json(Map.of("patients", patients, "next", next));
    }

    /// Where to go on; empty behind the last page.
    private static Optional<UUID> next(List<DeviceEntry> devices, int limit) {
        return devices.size() < limit
                ? Optional.empty()
                : Optional.of(devices.getLast().counts().deviceId());
    }

    private void page(Context ctx) {
        var devices = ledger.devices(shown(ctx), after(ctx), ON_A_PAGE);
        var output = new StringOutput();
        views.ledger(
                        kit,
                        PageFrame.of(ctx, assets, "administration"),
                        ledger.totals(),
                        shown(ctx),
                        devices,
                        ledger.patients(Shown.DIFFERENCES, Ledger.BEFORE_ALL, ON_A_PAGE),
                        next(devices, ON_A_PAGE).map(UUID::toString).orElse(""))
                .render(output);
        ctx.html(output.toString());
    }
}
