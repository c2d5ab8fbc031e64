package health.vigil.care.breakglass;

import gg.jte.output.StringOutput;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.access.Role;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.sight.Sight;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Breaking the glass, and looking at it afterwards; as pages and by the API.
public final class BreakGlassRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(BreakGlassRoutes.class);
    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST = 1000;
    private static final int LONGEST_NAME = 200;

    private final BreakGlass glass;
    private final Sight sight;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public BreakGlassRoutes(BreakGlass glass, Sight sight, Assets assets) {
        this.glass = glass;
        this.sight = sight;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/break-glass", ctx -> page(ctx, "", 200), Access.NURSE, Access.CLINICIAN);
        routes.post("/break-glass", this::breakOnPage, Access.NURSE, Access.CLINICIAN);
        routes.get("/break-glass/review", this::reviewPage, Access.LEAD_NURSE, Access.ADMIN);
        routes.post("/break-glass/{break}/review", this::reviewOnPage, Access.LEAD_NURSE, Access.ADMIN);
        routes.post("/api/break-glass", this::open, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/break-glass", ctx -> ctx.json(Map.of("broken", latest(ctx))), Access.LEAD_NURSE, Access.ADMIN);
        routes.post("/api/break-glass/{break}/review", this::review, Access.LEAD_NURSE, Access.ADMIN);
    }

    private void page(Context ctx, String refused, int status) {
        var output = new StringOutput();
        var mayReview = Gate.signedIn(ctx).role() == Role.LEAD_NURSE;
        views.breakGlass(kit, PageFrame.of(ctx, assets, "patients"), refused, mayReview)
                .render(output);
        ctx.status(status).html(output.toString());
    }

    private record Fields(
            Optional<String> givenName,
            Optional<String> familyName,
            Optional<String> birthDate,
            Optional<String> reason) {

        Optional<LocalDate> born() {
            try {
                return birthDate.filter(text -> !text.isBlank()).map(LocalDate::parse);
            } catch (DateTimeException _) {
                throw new InvalidRequestException("birthDate", "birthDate must be a day, e.g. 1951-03-14.");
            }
        }

        String why() {
            var text = Requests.required("reason", reason, LONGEST);
            if (text.length() < SHORTEST_REASON) {
                throw new InvalidRequestException("reason", "Say in a sentence why you have to see this patient now.");
            }
            return text;
        }
    }

    private void breakOnPage(Context ctx) {
        var fields = new Fields(
                Optional.ofNullable(ctx.formParam("givenName")),
                Optional.ofNullable(ctx.formParam("familyName")),
                Optional.ofNullable(ctx.formParam("birthDate")),
                Optional.ofNullable(ctx.formParam("reason")));
        try {
            ctx.redirect("/patients/" + open(ctx, fields).patientId());
        } catch (NotFoundResponse | ConflictResponse refused) {
            page(ctx, String.valueOf(refused.getMessage()), refused.getStatus());
        } catch (InvalidRequestException refused) {
            page(ctx, String.valueOf(refused.getMessage()), 400);
        }
    }

    private void open(Context ctx) {
        ctx.status(201).json(open(ctx, Requests.body(ctx, Fields.class)));
    }

    private Broken open(Context ctx, Fields fields) {
        var why = fields.why();
        var found = glass.named(
                Requests.required("givenName", fields.givenName(), LONGEST_NAME),
                Requests.required("familyName", fields.familyName(), LONGEST_NAME),
                fields.born());
        if (found.isEmpty()
                || sight.teamsOfPatients()
                        .getOrDefault(found.getFirst(), Sight.FIRST_TEAM)
                        .equals(Sight.WATCHDOG)) {
            throw new NotFoundResponse("There is no patient of exactly that name, born on that day.");
        }
        if (found.size() > 1) {
            throw new ConflictResponse("There are several patients of that name: give the day of birth.");
        }
        var broken = glass.open(Gate.signedIn(ctx).username(), found.getFirst(), why);
        Looks.at(ctx.req(), broken.patientId());
        Looks.about(ctx.req(), "break-glass=" + broken.breakId());
        LOG.atWarn()
                .addKeyValue("break", broken.breakId())
                .addKeyValue("who", broken.username())
                .addKeyValue("until", broken.untilAt())
                .log("somebody broke the glass");
        return broken;
    }

    private List<Broken> latest(Context ctx) {
        var latest = glass.latest(sight.filter(ctx.req()));
        Looks.atList(ctx.req(), latest.stream().map(Broken::patientId).toList());
        return latest;
    }

    private void reviewPage(Context ctx) {
        var output = new StringOutput();
        views.breakGlassReview(
                        kit,
                        PageFrame.of(ctx, assets, "administration"),
                        latest(ctx),
                        Gate.signedIn(ctx).username())
                .render(output);
        ctx.html(output.toString());
    }

    private void reviewOnPage(Context ctx) {
        review(ctx, Optional.ofNullable(ctx.formParam("review")));
        ctx.redirect("/break-glass/review");
    }

    private record Review(Optional<String> review) {}

    private void review(Context ctx) {
        var id = review(ctx, Requests.body(ctx, Review.class).review());
        ctx.json(glass.find(id).orElseThrow());
    }

    private UUID review(Context ctx, Optional<String> review) {
        var id = Requests.id(ctx, "break");
        var broken = glass.find(id)
                .filter(each -> sight.sees(ctx.req(), each.patientId()))
                .orElseThrow(() -> new NotFoundResponse("There is no such entry."));
        Looks.at(ctx.req(), broken.patientId());
        if (!glass.review(id, Gate.signedIn(ctx).username(), Requests.required("review", review, LONGEST))) {
            throw new ConflictResponse("Somebody has looked at it, or it is your own: that takes somebody else.");
        }
        return id;
    }
}
