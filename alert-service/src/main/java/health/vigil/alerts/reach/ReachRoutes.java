package health.vigil.alerts.reach;

import gg.jte.output.StringOutput;
import health.vigil.alerts.delivery.Channel;
import health.vigil.alerts.delivery.Delivery;
import health.vigil.alerts.delivery.Word;
import health.vigil.alerts.feed.AlertChanges;
import health.vigil.alerts.routing.Urgency;
import health.vigil.alerts.teams.Contacts;
import health.vigil.alerts.teams.Contacts.Contact;
import health.vigil.alerts.views.AlertViews;
import health.vigil.alerts.views.StaticAlertViews;
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
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// How each person is reached beside the page: everybody sets up her own contacts, and tries them.
public final class ReachRoutes implements Routes {

    private static final SecureRandom RANDOM = new SecureRandom();

    /// A push subscription is taken from the browser, not typed.
    private static final String PUSH = "push";

    private static final String WEBHOOK = "webhook";

    private final Jdbi jdbi;
    private final Contacts contacts;
    private final Delivery delivery;
    private final Clock clock;
    private final Assets assets;
    private final AlertViews views = new StaticAlertViews();
    private final KitViews kit = new StaticKitViews();

    public ReachRoutes(Jdbi jdbi, Contacts contacts, Delivery delivery, Clock clock, Assets assets) {
        this.jdbi = jdbi;
        this.contacts = contacts;
        this.delivery = delivery;
        this.clock = clock;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        var everybody = new Access[] {Access.NURSE, Access.CLINICIAN, Access.ADMIN};
        routes.get("/reach", ctx -> page(ctx, "", 200), everybody);
        routes.post("/reach", this::addOnPage, everybody);
        routes.post("/reach/{contact}/removal", this::removeOnPage, everybody);
        routes.post("/reach/{contact}/test", this::testOnPage, everybody);
        routes.get("/api/contacts", this::list, everybody);
        routes.post("/api/contacts", this::addByApi, everybody);
        routes.delete("/api/contacts/{contact}", this::removeByApi, everybody);
        routes.post("/api/contacts/{contact}/test", this::testByApi, everybody);
    }

    /// What one wants to be reached by.
    private record Wanted(String channel, String address, Optional<String> least) {}

    private void page(Context ctx, String said, int status) {
        var output = new StringOutput();
        views.reach(kit, PageFrame.of(ctx, assets, "reach"), contacts.of(who(ctx)), typed(), delivery.pushKey(), said)
                .render(output);
        ctx.status(status).html(output.toString());
    }

    private Set<String> typed() {
        var channels = new TreeSet<>(delivery.channels().keySet());
        channels.remove(PUSH);
        return channels;
    }

    private static String who(Context ctx) {
        return Gate.signedIn(ctx).username();
    }

    private void addOnPage(Context ctx) {
        try {
            var contact = add(
                    ctx,
                    new Wanted(
                            Optional.ofNullable(ctx.formParam("channel")).orElse(""),
                            Optional.ofNullable(ctx.formParam("address")).orElse(""),
                            Optional.ofNullable(ctx.formParam("least"))));
            page(
                    ctx,
                    contact.secret().isEmpty()
                            ? "Added. Send a test, so that you know that it works."
                            : "Added. The secret to check signatures with, shown only now: " + contact.secret(),
                    200);
        } catch (InvalidRequestException refused) {
            page(ctx, String.valueOf(refused.getMessage()), 400);
        }
    }

    private Contact add(Context ctx, Wanted wanted) {
        var channel = delivery.channels().get(wanted.channel());
        if (channel == null) {
            throw new InvalidRequestException(
                    "channel", "channel must be one of " + delivery.channels().keySet() + ".");
        }
        if (wanted.channel().equals(WEBHOOK)
                && !mayAddWebhooks(Gate.signedIn(ctx).role())) {
            throw new InvalidRequestException(
                    "channel", "A webhook makes Vigil send requests: only a lead nurse or an administrator adds one.");
        }
        var address = wanted.address().strip();
        check(channel, address);
        var contact = new Contact(
                UUID.randomUUID(),
                who(ctx),
                wanted.channel(),
                address,
                wanted.channel().equals(WEBHOOK) ? secret() : "",
                least(wanted.least().orElse("ROUTINE")));
        contacts.add(contact);
        return contact;
    }

    private static boolean mayAddWebhooks(Role role) {
        return switch (role) {
            case LEAD_NURSE, ADMIN -> true;
            case NURSE, CLINICIAN -> false;
        };
    }

    private static Urgency least(String name) {
        try {
            return Urgency.valueOf(name);
        } catch (IllegalArgumentException _) {
            throw new InvalidRequestException("least", "least must be URGENT, PROMPT or ROUTINE.");
        }
    }

    private static void check(Channel channel, String address) {
        try {
            channel.check(address);
        } catch (IllegalArgumentException refused) {
            throw new InvalidRequestException("address", String.valueOf(refused.getMessage()));
        }
    }

    private static String secret() {
        var bits = new byte[32];
        RANDOM.nextBytes(bits);
        return "whsec_" + Base64.getEncoder().encodeToString(bits);
    }

    private void removeOnPage(Context ctx) {
        var _ = contacts.remove(Requests.id(ctx, "contact"), who(ctx));
        ctx.redirect("/reach");
    }

    private void testOnPage(Context ctx) {
        test(ctx);
        page(ctx, "A test is on its way.", 200);
    }

    private void test(Context ctx) {
        var id = Requests.id(ctx, "contact");
        var contact = contacts.of(who(ctx)).stream()
                .filter(mine -> mine.contactId().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("You have no such contact."));
        jdbi.useTransaction(handle -> {
            delivery.outbox().add(handle, contact, Word.Kind.TEST, clock.instant());
            AlertChanges.announce(handle);
        });
    }

    /// A contact as its owner sees it: without the secret, which is told once.
    private record Shown(UUID contactId, String channel, String address, String least) {

        static Shown of(Contact contact) {
            return new Shown(
                    contact.contactId(),
                    contact.channel(),
                    contact.address(),
                    contact.least().name());
        }
    }

    private void list(Context ctx) {
        List<Shown> mine = contacts.of(who(ctx)).stream().map(Shown::of).toList();
        ctx.json(Map.of("contacts", mine));
    }

    private void addByApi(Context ctx) {
        var contact = add(ctx, Requests.body(ctx, Wanted.class));
        ctx.status(201).json(Map.of("contact", Shown.of(contact), "secret", contact.secret()));
    }

    private void removeByApi(Context ctx) {
        if (!contacts.remove(Requests.id(ctx, "contact"), who(ctx))) {
            throw new NotFoundResponse("You have no such contact.");
        }
        ctx.status(204);
    }

    private void testByApi(Context ctx) {
        test(ctx);
        ctx.status(202);
    }
}
