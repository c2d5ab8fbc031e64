package health.vigil.care.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import gg.jte.output.StringOutput;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
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
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Rejected messages and held readings for people. Lists hold no values; who asks for those of one item is on record.
final class RecoveryPageRoutes implements Routes {

    private static final int PAGE = 50;
    private static final int AT_ONCE = 200;

    private final Recovery recovery;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    RecoveryPageRoutes(Recovery recovery, Assets assets) {
        this.recovery = recovery;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        for (var place : Place.values()) {
            var all = "/administration/" + place.path();
            var one = all + "/{item}";
            routes.get(all, ctx -> list(ctx, place), Access.ADMIN);
            routes.get(one, ctx -> page(ctx, place, ""), Access.ADMIN);
            routes.post(one + "/original", ctx -> original(ctx, place), Access.ADMIN);
            routes.post(one + "/replay", ctx -> decide(ctx, place, replay(ctx, place)), Access.ADMIN);
            routes.post(one + "/dismiss", ctx -> decide(ctx, place, dismiss(ctx, place)), Access.ADMIN);
            routes.post(one + "/reopen", ctx -> decide(ctx, place, reopen(ctx, place)), Access.ADMIN);
            routes.post(all + "/replay", ctx -> decideAll(ctx, place, "replay", replay(ctx, place)), Access.ADMIN);
            routes.post(all + "/dismiss", ctx -> decideAll(ctx, place, "dismiss", dismiss(ctx, place)), Access.ADMIN);
        }
    }

    private void list(Context ctx, Place place) {
        var filter = Asked.filter(name -> Requests.text(ctx, name), Optional.of(ItemState.OPEN));
        var items = recovery.items().page(place, filter, Asked.after(name -> Requests.text(ctx, name)), PAGE);
        var next = items.size() < PAGE ? "" : Cursor.of(items.getLast()).text();
        var list = new ItemList(place, filter, recovery.items().count(place, filter), items, next);
        var output = new StringOutput();
        views.recoveryList(kit, PageFrame.of(ctx, assets, "administration"), list)
                .render(output);
        ctx.html(output.toString());
    }

    private void page(Context ctx, Place place, String notice) {
        var id = Requests.id(ctx, "item");
        var item = recovery.items()
                .find(place, id)
                .orElseThrow(() -> new NotFoundResponse("There is nothing of that id here."));
        var output = new StringOutput();
        views.recoveryItem(
                        kit,
                        PageFrame.of(ctx, assets, "administration"),
                        place,
                        item,
                        recovery.items().steps(place, id),
                        notice)
                .render(output);
        ctx.html(output.toString());
    }

    private void original(Context ctx, Place place) {
        var bytes = recovery.decisions().look(place, Requests.id(ctx, "item"), by(ctx));
        var output = new StringOutput();
        views.recoveryOriginal(new String(bytes, UTF_8)).render(output);
        ctx.html(output.toString());
    }

    private Consumer<UUID> replay(Context ctx, Place place) {
        var device = Asked.form(ctx, "deviceId").map(text -> Requests.uuid("deviceId", text));
        var correction = Asked.correction(device, Asked.form(ctx, "unit"), Asked.form(ctx, "shift"));
        return id -> recovery.decisions().replay(place, id, correction, by(ctx));
    }

    private Consumer<UUID> dismiss(Context ctx, Place place) {
        var why = Asked.why(Asked.form(ctx, "why").orElse(""));
        return id -> recovery.decisions().dismiss(place, id, why, by(ctx));
    }

    private Consumer<UUID> reopen(Context ctx, Place place) {
        return id -> recovery.decisions().reopen(place, id, by(ctx));
    }

    private void decide(Context ctx, Place place, Consumer<UUID> decision) {
        try {
            decision.accept(Requests.id(ctx, "item"));
        } catch (InvalidRequestException refused) {
            page(ctx.status(400), place, String.valueOf(refused.getMessage()));
            return;
        } catch (HttpResponseException refused) {
            page(ctx.status(refused.getStatus()), place, String.valueOf(refused.getMessage()));
            return;
        }
        ctx.redirect("/administration/" + place.path() + "/" + ctx.pathParam("item"));
    }

    /// A part of them at a time: the answer asks for the next part by itself, and shows how far it has come.
    private void decideAll(Context ctx, Place place, String what, Consumer<UUID> decision) {
        var filter = Asked.filter(name -> Asked.form(ctx, name), Optional.empty());
        var made = recovery.decideAll(place, filter, Asked.after(name -> Asked.form(ctx, name)), AT_ONCE, decision);
        var progress = new BulkProgress(
                place,
                what,
                made.decided() + number(ctx, "decided"),
                made.refused() + number(ctx, "refused"),
                number(ctx, "total"),
                made.next().orElse(""),
                BulkProgress.fields(ctx.formParamMap()));
        var output = new StringOutput();
        views.recoveryProgress(progress).render(output);
        ctx.html(output.toString());
    }

    private static int number(Context ctx, String name) {
        return Asked.form(ctx, name)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private static String by(Context ctx) {
        return Gate.signedIn(ctx).username();
    }
}
