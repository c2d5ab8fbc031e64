package health.vigil.alerts.teams;

import gg.jte.models.runtime.JteModel;
import gg.jte.output.StringOutput;
import health.vigil.alerts.routing.CareTeam;
import health.vigil.alerts.routing.Course.Event;
import health.vigil.alerts.routing.Foresight;
import health.vigil.alerts.routing.Rota;
import health.vigil.alerts.routing.Urgency;
import health.vigil.alerts.views.AlertViews;
import health.vigil.alerts.views.StaticAlertViews;
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
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/// Care teams, set up by a lead nurse or an administrator; all nurses may look.
public final class TeamRoutes implements Routes {

    private static final int PATIENTS_SHOWN = 50;
    private static final Duration AHEAD = Duration.ofDays(14);

    private final Jdbi jdbi;
    private final Teams teams;
    private final Sight sight;
    private final Contacts contacts;
    private final Clock clock;
    private final Assets assets;
    private final AlertViews views = new StaticAlertViews();
    private final KitViews kit = new StaticKitViews();

    public TeamRoutes(Jdbi jdbi, Teams teams, Sight sight, Contacts contacts, Clock clock, Assets assets) {
        this.jdbi = jdbi;
        this.teams = teams;
        this.sight = sight;
        this.contacts = contacts;
        this.clock = clock;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/teams", this::listPage, Access.NURSE, Access.ADMIN);
        routes.post("/teams", this::create, Access.LEAD_NURSE, Access.ADMIN);
        routes.get("/teams/{team}", ctx -> page(ctx, "", 200), Access.NURSE, Access.ADMIN);
        routes.post("/teams/{team}/patients", this::placeOnPage, Access.LEAD_NURSE, Access.ADMIN);
        TeamForms.all()
                .forEach((name, form) ->
                        routes.post("/teams/{team}/" + name, ctx -> edit(ctx, form), Access.LEAD_NURSE, Access.ADMIN));

        routes.get("/api/teams", this::list, Access.NURSE, Access.ADMIN);
        routes.get("/api/teams/{team}", this::show, Access.NURSE, Access.ADMIN);
        routes.put("/api/teams/{team}", this::put, Access.LEAD_NURSE, Access.ADMIN);
        routes.get("/api/teams/{team}/reached", this::reached, Access.NURSE, Access.ADMIN);
        routes.get("/api/teams/{team}/gaps", this::gaps, Access.NURSE, Access.ADMIN);
        routes.put("/api/teams/{team}/patients/{patient}", this::place, Access.LEAD_NURSE, Access.ADMIN);
    }

    private void listPage(Context ctx) {
        html(ctx, views.teams(kit, frame(ctx), teamViews()), 200);
    }

    private PageFrame frame(Context ctx) {
        return PageFrame.of(ctx, assets, "teams");
    }

    private List<TeamView> teamViews() {
        return teams.all().values().stream().map(this::view).toList();
    }

    private TeamView view(Teams.Stored stored) {
        var nurses = jdbi.withHandle(Teams::nurses);
        var reachable = contacts.all().stream().map(Contacts.Contact::username).collect(Collectors.toSet());
        var unreachable = new TreeSet<String>(members(stored.team(), nurses));
        unreachable.removeAll(reachable);
        return new TeamView(stored, teams.people(), nurses, unreachable, clock.instant());
    }

    private static Collection<String> members(CareTeam team, Set<String> nurses) {
        return Teams.staffed(team, nurses).members();
    }

    private static void html(Context ctx, JteModel page, int status) {
        var output = new StringOutput();
        page.render(output);
        ctx.status(status).html(output.toString());
    }

    private void create(Context ctx) {
        var id = UUID.randomUUID();
        var name = Requests.required(
                "name", Optional.ofNullable(ctx.formParam("name")).orElse(""));
        var zone = teams.all().values().iterator().next().team().zone();
        teams.save(id, 0, CareTeam.unconfigured(zone).called(name, zone), who(ctx));
        ctx.redirect("/teams/" + id);
    }

    private static String who(Context ctx) {
        return Gate.signedIn(ctx).username();
    }

    private Teams.Stored existing(Context ctx) {
        return teams.find(Requests.id(ctx, "team")).orElseThrow(() -> new NotFoundResponse("There is no such team."));
    }

    private void page(Context ctx, String refused, int status) {
        var query = Optional.ofNullable(ctx.queryParam("patient")).orElse("");
        var patients = teams.patients(query, sight.of(ctx.req()), PATIENTS_SHOWN);
        Looks.atList(ctx.req(), patients.stream().map(Teams.Placed::patientId).toList());
        html(ctx, views.team(kit, frame(ctx), view(existing(ctx)), patients, query, refused), status);
    }

    /// Who changes a team changes who sees its patients: a lead nurse those alone that she belongs to.
    private void checkMayChange(Context ctx, UUID team) {
        var reach = sight.of(ctx.req());
        if (!reach.everybody() && team.equals(Sight.WATCHDOG)) {
            throw new ForbiddenResponse("The watchdog's team is for administrators.");
        }
        if (!reach.everybody() && teams.find(team).isPresent() && !reach.teams().contains(team)) {
            throw new ForbiddenResponse("This is not one of your care teams.");
        }
    }

    /// A form that does not fit shows the page again, with what is wrong.
    private void edit(Context ctx, TeamForms.Form form) {
        var stored = existing(ctx);
        checkMayChange(ctx, stored.teamId());
        try {
            var basedOn = Integer.parseInt(
                    Optional.ofNullable(ctx.formParam("version")).orElse("0"));
            var team = form.apply(stored.team(), ctx);
            if (teams.save(stored.teamId(), basedOn, team, who(ctx))) {
                ctx.redirect("/teams/" + stored.teamId());
            } else {
                page(
                        ctx,
                        "Somebody else has changed the team in the meantime. Look again, then repeat your change.",
                        409);
            }
        } catch (IllegalArgumentException refused) {
            page(ctx, String.valueOf(refused.getMessage()), 400);
        }
    }

    private void placeOnPage(Context ctx) {
        var patients = ctx.formParams("patients").stream()
                .map(id -> Requests.uuid("patients", id))
                .toList();
        var team = existing(ctx);
        checkSees(ctx, patients);
        teams.place(
                patients,
                placeIn(team, Optional.ofNullable(ctx.formParam("panel")).orElse("")));
        ctx.redirect("/teams/" + team.teamId());
    }

    /// Nobody draws patients of others to her own team.
    private void checkSees(Context ctx, List<UUID> patients) {
        var reach = sight.filter(ctx.req());
        if (!patients.stream().allMatch(reach)) {
            throw new NotFoundResponse("There is no such patient, or it is none of yours.");
        }
        patients.forEach(patient -> Looks.at(ctx.req(), patient));
    }

    private static Teams.Place placeIn(Teams.Stored team, String panel) {
        if (!panel.isEmpty()
                && team.team().panels().stream().noneMatch(one -> one.name().equals(panel))) {
            throw new InvalidRequestException("panel", "The team has no panel of that name.");
        }
        return new Teams.Place(team.teamId(), panel);
    }

    private void list(Context ctx) {
        ctx.json(Map.of("teams", teams.all().values()));
    }

    private void show(Context ctx) {
        ctx.json(existing(ctx));
    }

    private record Change(int basedOn, Optional<CareTeam> team) {}

    private void put(Context ctx) {
        var id = Requests.id(ctx, "team");
        checkMayChange(ctx, id);
        var change = Requests.body(ctx, Change.class);
        var team = change.team()
                .orElseThrow(() -> new InvalidRequestException("team", "team must hold the whole care team."));
        if (!teams.save(id, change.basedOn(), team, who(ctx))) {
            throw new ConflictResponse("basedOn is not the latest version of this team; read it again.");
        }
        ctx.json(existing(ctx));
    }

    /// One line of an answer.
    private record Line(Instant at, String what, List<String> people) {}

    private void reached(Context ctx) {
        var team = existing(ctx).team();
        var at = Requests.moment(ctx, "at").orElseGet(clock::instant);
        var urgency = TeamForms.urgency(Requests.text(ctx, "urgency").orElse(Urgency.URGENT.name()));
        var nurses = jdbi.withHandle(Teams::nurses);
        var lines = new ArrayList<Line>();
        for (var step : Foresight.of(Teams.staffed(team, nurses), urgency, at, nurses::contains)) {
            var people = step.event() instanceof Event.Told told ? told.people() : List.<String>of();
            lines.add(new Line(step.at(), step.event().getClass().getSimpleName(), people));
        }
        ctx.json(Map.of("at", at, "urgency", urgency, "steps", lines));
    }

    private record Gap(String rota, Instant from, Instant until) {}

    private void gaps(Context ctx) {
        var team = existing(ctx).team();
        ctx.json(Map.of(
                "gaps",
                team.rotas().stream().flatMap(rota -> gaps(rota, team.zone())).toList()));
    }

    private Stream<Gap> gaps(Rota rota, ZoneId zone) {
        var now = clock.instant();
        var nurses = jdbi.withHandle(Teams::nurses);
        return rota.turns(now, now.plus(AHEAD), zone, nurses::contains).stream()
                .filter(turn -> turn.person().isEmpty())
                .map(turn -> new Gap(rota.name(), turn.from(), turn.until()));
    }

    private record Panel(Optional<String> panel) {}

    private void place(Context ctx) {
        var panel = ctx.body().isEmpty()
                ? ""
                : Requests.body(ctx, Panel.class).panel().orElse("");
        var team = existing(ctx);
        var patients = List.of(Requests.id(ctx, "patient"));
        checkSees(ctx, patients);
        teams.place(patients, placeIn(team, panel));
        ctx.status(204);
    }
}
