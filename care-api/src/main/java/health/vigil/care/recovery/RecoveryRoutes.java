package health.vigil.care.recovery;

import health.vigil.kit.http.Access;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Rejected messages and held readings for programs. Answers hold no values, but for the original of one item, and then
/// it is on record who looked.
final class RecoveryRoutes implements Routes {

    private static final int MOST = 1000;

    private final Recovery recovery;

    RecoveryRoutes(Recovery recovery) {
        this.recovery = recovery;
    }

    @Override
    public void register(RoutesConfig routes) {
        for (var place : Place.values()) {
            var all = "/api/" + place.path();
            var one = all + "/{item}";
            routes.get(all, ctx -> list(ctx, place), Access.ADMIN);
            routes.get(one, ctx -> show(ctx, place), Access.ADMIN);
            routes.get(one + "/original", ctx -> original(ctx, place), Access.ADMIN);
            routes.post(one + "/replay", ctx -> replay(ctx, place), Access.ADMIN);
            routes.post(one + "/dismiss", ctx -> dismiss(ctx, place), Access.ADMIN);
            routes.post(one + "/reopen", ctx -> reopen(ctx, place), Access.ADMIN);
            routes.post(all + "/replay", ctx -> replayAll(ctx, place), Access.ADMIN);
            routes.post(all + "/dismiss", ctx -> dismissAll(ctx, place), Access.ADMIN);
        }
    }

    private record Page(int total, List<Item> items, Optional<String> next) {}

    private void list(Context ctx, Place place) {
        var filter = Asked.filter(name -> Requests.text(ctx, name), Optional.of(ItemState.OPEN));
        var limit = limit(ctx);
        var items = recovery.items().page(place, filter, after(ctx), limit);
        var next = items.size() < limit
                ? Optional.<String>empty()
                : Optional.of(Cursor.of(items.getLast()).text());
        ctx.json(new Page(recovery.items().count(place, filter), items, next));
    }

    private static int limit(Context ctx) {
        return Requests.number(ctx, "limit", 1, MOST, 100);
    }

    private static Cursor after(Context ctx) {
        return Asked.after(name -> Requests.text(ctx, name));
    }

    private record Shown(Item item, List<Step> steps) {}

    private void show(Context ctx, Place place) {
        var id = Requests.id(ctx, "item");
        var item = recovery.items()
                .find(place, id)
                .orElseThrow(() -> new NotFoundResponse("There is nothing of that id here."));
        ctx.json(new Shown(item, recovery.items().steps(place, id)));
    }

    private void original(Context ctx, Place place) {
        var bytes = recovery.decisions().look(place, Requests.id(ctx, "item"), by(ctx));
        ctx.contentType("application/octet-stream").result(bytes);
    }

    private record Corrected(Optional<UUID> deviceId, Optional<String> unit, Optional<String> shift) {

        Correction correction() {
            return Asked.correction(deviceId, unit, shift);
        }
    }

    private record Why(Optional<String> reason) {

        String text() {
            return Asked.why(reason.orElse(""));
        }
    }

    private void replay(Context ctx, Place place) {
        var correction = Requests.body(ctx, Corrected.class).correction();
        recovery.decisions().replay(place, Requests.id(ctx, "item"), correction, by(ctx));
        show(ctx.status(202), place);
    }

    private void dismiss(Context ctx, Place place) {
        var reason = Requests.body(ctx, Why.class).text();
        recovery.decisions().dismiss(place, Requests.id(ctx, "item"), reason, by(ctx));
        show(ctx, place);
    }

    private void reopen(Context ctx, Place place) {
        recovery.decisions().reopen(place, Requests.id(ctx, "item"), by(ctx));
        show(ctx, place);
    }

    private void replayAll(Context ctx, Place place) {
        var correction = Requests.body(ctx, Corrected.class).correction();
        decideAll(ctx, place, id -> recovery.decisions().replay(place, id, correction, by(ctx)));
    }

    private void dismissAll(Context ctx, Place place) {
        var reason = Requests.body(ctx, Why.class).text();
        decideAll(ctx, place, id -> recovery.decisions().dismiss(place, id, reason, by(ctx)));
    }

    private void decideAll(Context ctx, Place place, Consumer<UUID> decision) {
        var filter = Asked.filter(name -> Requests.text(ctx, name), Optional.empty());
        ctx.json(recovery.decideAll(place, filter, after(ctx), limit(ctx), decision));
    }

    private static String by(Context ctx) {
        return Gate.signedIn(ctx).username();
    }
}
