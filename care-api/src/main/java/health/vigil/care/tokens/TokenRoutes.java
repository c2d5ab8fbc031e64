package health.vigil.care.tokens;

import gg.jte.output.StringOutput;
import health.vigil.care.accounts.Accounts;
import health.vigil.care.alerts.Alerts;
import health.vigil.care.patients.Patients;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.access.Grant;
import health.vigil.kit.access.Scope;
import health.vigil.kit.access.Tokens;
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
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// API tokens: issued, listed and revoked by an administrator.
public final class TokenRoutes implements Routes {

    private static final int LONGEST_LABEL = 200;
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration BY_DEFAULT = Duration.ofDays(90);

    private final Tokens tokens;
    private final Patients patients;
    private final Accounts accounts;
    private final Alerts alerts;
    private final Assets assets;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public TokenRoutes(Patients patients, Accounts accounts, Jdbi jdbi, Assets assets, Clock clock) {
        this.tokens = new Tokens(jdbi, clock);
        this.patients = patients;
        this.accounts = accounts;
        this.alerts = new Alerts(jdbi);
        this.assets = assets;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/tokens", ctx -> ctx.json(Map.of("tokens", shown())), Access.ADMIN);
        routes.post("/api/tokens", this::issue, Access.ADMIN);
        routes.delete("/api/tokens/{token}", this::revoke, Access.ADMIN);
        routes.get("/administration/tokens", ctx -> page(ctx, ""), Access.ADMIN);
        routes.post("/administration/tokens", this::submit, Access.ADMIN);
        routes.post("/administration/tokens/{token}/revocation", this::submitRevocation, Access.ADMIN);
    }

    /// What an administrator sees of a token.
    public record Shown(
            UUID tokenId,
            String label,
            String scopes,
            Optional<UUID> patientId,
            Optional<String> username,
            Set<UUID> teams,
            Instant expiresAt) {

        static Shown of(Grant grant) {
            return new Shown(
                    grant.tokenId(),
                    grant.label(),
                    grant.scopes().stream().map(Scope::toString).collect(Collectors.joining(" ")),
                    grant.patient(),
                    grant.username(),
                    grant.teams(),
                    grant.expiresAt());
        }
    }

    private List<Shown> shown() {
        return tokens.all().stream().map(Shown::of).toList();
    }

    private record Wanted(
            Optional<String> label,
            Optional<String> scopes,
            Optional<UUID> patientId,
            Optional<String> username,
            Optional<Set<UUID>> teams,
            Optional<Instant> expiresAt) {}

    private record Issued(String token, Shown grant) {}

    private void issue(Context ctx) {
        ctx.status(201).json(issue(ctx, Requests.body(ctx, Wanted.class)));
    }

    private Issued issue(Context ctx, Wanted wanted) {
        var label = Requests.required("label", wanted.label(), LONGEST_LABEL);
        var now = clock.instant();
        var expires = wanted.expiresAt().orElse(now.plus(BY_DEFAULT));
        if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
            throw new InvalidRequestException(
                    "expiresAt", "expiresAt must lie in the future, %d days at most.".formatted(LONGEST.toDays()));
        }
        var grant = new Grant(
                UUID.randomUUID(),
                label,
                scopes(wanted.scopes().orElse("")),
                wanted.patientId(),
                wanted.username(),
                wanted.teams().orElse(Set.of()),
                expires);
        check(grant);
        var token = tokens.issue(grant, Gate.signedIn(ctx).username());
        return new Issued(token, Shown.of(grant));
    }

    private static List<Scope> scopes(String text) {
        try {
            return Scope.parse(text);
        } catch (IllegalArgumentException failure) {
            throw new InvalidRequestException("scopes", String.valueOf(failure.getMessage()));
        }
    }

    /// A token names whom its scopes are about, and nobody else.
    private void check(Grant grant) {
        match(
                grant,
                Scope.Context.PATIENT,
                "patientId",
                grant.patient().isPresent(),
                grant.patient().map(id -> patients.find(id).isPresent()).orElse(true));
        match(
                grant,
                Scope.Context.USER,
                "username",
                grant.username().isPresent(),
                grant.username()
                        .map(name -> accounts.all().stream()
                                .anyMatch(account -> account.username().equals(name)))
                        .orElse(true));
        var teams = new HashSet<>(alerts.teams().keySet());
        teams.add(Sight.FIRST_TEAM);
        match(grant, Scope.Context.SYSTEM, "teams", !grant.teams().isEmpty(), teams.containsAll(grant.teams()));
    }

    private static void match(Grant grant, Scope.Context context, String field, boolean isGiven, boolean exists) {
        if (grant.has(context) != isGiven) {
            throw new InvalidRequestException(
                    field,
                    "%s must be given with scopes of %s/, and with those alone."
                            .formatted(field, context.name().toLowerCase(Locale.ROOT)));
        }
        if (!exists) {
            throw new InvalidRequestException(field, field + " names what does not exist.");
        }
    }

    private void revoke(Context ctx) {
        revokeNamed(ctx);
        ctx.status(204);
    }

    private void revokeNamed(Context ctx) {
        if (!tokens.revoke(Requests.id(ctx, "token"), Gate.signedIn(ctx).username())) {
            throw new NotFoundResponse("There is no such token that still holds.");
        }
    }

    private void page(Context ctx, String issued) {
        var output = new StringOutput();
        views.tokens(kit, PageFrame.of(ctx, assets, "administration"), shown(), alerts.teams(), issued)
                .render(output);
        ctx.html(output.toString());
    }

    private void submit(Context ctx) {
        var teams = ctx.formParams("teams").stream()
                .filter(text -> !text.isBlank())
                .map(text -> Requests.uuid("teams", text))
                .collect(Collectors.toSet());
        page(
                ctx,
                issue(
                                ctx,
                                new Wanted(
                                        field(ctx, "label"),
                                        field(ctx, "scopes"),
                                        field(ctx, "patientId").map(text -> Requests.uuid("patientId", text)),
                                        field(ctx, "username"),
                                        Optional.of(teams),
                                        Optional.empty()))
                        .token());
    }

    private static Optional<String> field(Context ctx, String name) {
        return Optional.ofNullable(ctx.formParam(name)).filter(text -> !text.isBlank());
    }

    private void submitRevocation(Context ctx) {
        revokeNamed(ctx);
        ctx.redirect("/administration/tokens");
    }
}
