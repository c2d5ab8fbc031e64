package health.vigil.care.subscriptions;

import gg.jte.output.StringOutput;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.access.Scope.Interaction;
import health.vigil.kit.access.Tokens;
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
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Subscriptions of other systems: made, stopped and replayed by an administrator.
final class SubscriptionRoutes implements Routes {

    private static final int LONGEST_LABEL = 200;

    private final Subscriptions subscriptions;
    private final Tokens tokens;
    private final Assets assets;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    SubscriptionRoutes(Subscriptions subscriptions, Tokens tokens, Assets assets, Clock clock) {
        this.subscriptions = subscriptions;
        this.tokens = tokens;
        this.assets = assets;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/subscriptions", ctx -> ctx.json(Map.of("subscriptions", subscriptions.all())), Access.ADMIN);
        routes.post("/api/subscriptions", this::create, Access.ADMIN);
        routes.post("/api/subscriptions/{subscription}/stop", ctx -> setActive(ctx, false), Access.ADMIN);
        routes.post("/api/subscriptions/{subscription}/start", ctx -> setActive(ctx, true), Access.ADMIN);
        routes.post("/api/subscriptions/{subscription}/replay", this::replay, Access.ADMIN);
        routes.put("/api/subscriptions/{subscription}/token", this::setToken, Access.ADMIN);
        routes.get("/administration/subscriptions", ctx -> page(ctx, ""), Access.ADMIN);
        routes.post("/administration/subscriptions", this::submit, Access.ADMIN);
        routes.post("/administration/subscriptions/{subscription}", this::submitChange, Access.ADMIN);
    }

    private record Wanted(
            Optional<String> label, Optional<String> endpoint, Optional<UUID> tokenId, Optional<Instant> since) {}

    private record Answer(Subscription subscription, String secret) {}

    private void create(Context ctx) {
        var created = create(ctx, Requests.body(ctx, Wanted.class));
        ctx.status(201).json(new Answer(created.subscription(), created.secret()));
    }

    private Subscriptions.Created create(Context ctx, Wanted wanted) {
        var label = Requests.required("label", wanted.label(), LONGEST_LABEL);
        return subscriptions.create(
                label,
                endpoint(wanted.endpoint().orElse("")),
                token(wanted.tokenId()),
                since(wanted.since().or(() -> Optional.of(clock.instant()))),
                Gate.signedIn(ctx).username());
    }

    private static String endpoint(String text) {
        try {
            return Subscriber.address(text);
        } catch (IllegalArgumentException failure) {
            throw new InvalidRequestException(
                    "endpoint", "endpoint must be the base of a FHIR server: " + failure.getMessage() + ".");
        }
    }

    private UUID token(Optional<UUID> id) {
        return id.flatMap(tokens::grant)
                .filter(grant -> !grant.narrowedTo("Observation", Interaction.SEARCH)
                        .scopes()
                        .isEmpty())
                .orElseThrow(() -> new InvalidRequestException(
                        "tokenId", "tokenId must name a token that holds, with a scope of Observation.s."))
                .tokenId();
    }

    private static Instant since(Optional<Instant> since) {
        return since.filter(Requests::isOfThisAge)
                .orElseThrow(() -> new InvalidRequestException(
                        "since", "since must be a time from 1900 to 2200 in ISO 8601 with offset."));
    }

    private void answer(Context ctx, boolean exists) {
        if (!exists) {
            throw new NotFoundResponse("There is no such subscription.");
        }
        subscriptions.find(Requests.id(ctx, "subscription")).ifPresent(ctx::json);
    }

    private void setActive(Context ctx, boolean active) {
        answer(ctx, subscriptions.setActive(Requests.id(ctx, "subscription"), active));
    }

    private record Since(Optional<Instant> since) {}

    private void replay(Context ctx) {
        var since = since(Requests.body(ctx, Since.class).since());
        answer(ctx, subscriptions.replay(Requests.id(ctx, "subscription"), since));
    }

    private record Token(Optional<UUID> tokenId) {}

    private void setToken(Context ctx) {
        var token = token(Requests.body(ctx, Token.class).tokenId());
        answer(ctx, subscriptions.setToken(Requests.id(ctx, "subscription"), token));
    }

    private void page(Context ctx, String secret) {
        var output = new StringOutput();
        views.subscriptions(kit, PageFrame.of(ctx, assets, "administration"), subscriptions.all(), tokens.all(), secret)
                .render(output);
        ctx.html(output.toString());
    }

    private static Optional<String> field(Context ctx, String name) {
        return Optional.ofNullable(ctx.formParam(name)).filter(text -> !text.isBlank());
    }

    private static Optional<Instant> day(Context ctx) {
        try {
            return field(ctx, "since")
                    .map(text ->
                            LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException _) {
            throw new InvalidRequestException("since", "since must be a day in ISO 8601, e.g. 2026-11-23.");
        }
    }

    private void submit(Context ctx) {
        var created = create(
                ctx,
                new Wanted(
                        field(ctx, "label"),
                        field(ctx, "endpoint"),
                        field(ctx, "tokenId").map(text -> Requests.uuid("tokenId", text)),
                        day(ctx)));
        page(ctx, created.secret());
    }

    private void submitChange(Context ctx) {
        var id = Requests.id(ctx, "subscription");
        var exists =
                switch (field(ctx, "change").orElse("")) {
                    case "stop" -> subscriptions.setActive(id, false);
                    case "start" -> subscriptions.setActive(id, true);
                    case "replay" -> subscriptions.replay(id, since(day(ctx)));
                    default -> throw new InvalidRequestException("change", "change must be stop, start or replay.");
                };
        if (!exists) {
            throw new NotFoundResponse("There is no such subscription.");
        }
        ctx.redirect("/administration/subscriptions");
    }
}
