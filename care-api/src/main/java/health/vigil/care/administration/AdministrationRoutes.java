package health.vigil.care.administration;

import gg.jte.output.StringOutput;
import health.vigil.care.accounts.Accounts;
import health.vigil.care.devices.Assignment;
import health.vigil.care.devices.Devices;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientRoutes;
import health.vigil.care.patients.Patients;
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
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/// Accounts, patients and devices, by hand. The API does the same for programs.
public final class AdministrationRoutes implements Routes {

    private final Accounts accounts;
    private final Patients patients;
    private final Devices devices;
    private final Assets assets;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public AdministrationRoutes(Accounts accounts, Patients patients, Devices devices, Assets assets, Clock clock) {
        this.accounts = accounts;
        this.patients = patients;
        this.devices = devices;
        this.assets = assets;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/administration", ctx -> page(ctx, ""), Access.ADMIN);
        routes.post("/administration/accounts", this::addAccount, Access.ADMIN);
        routes.post("/administration/homes", this::addHome, Access.ADMIN);
    }

    private void page(Context ctx, String notice) {
        var output = new StringOutput();
        views.administration(kit, PageFrame.of(ctx, assets, "administration"), accounts.standings(), notice)
                .render(output);
        ctx.html(output.toString());
    }

    private void addAccount(Context ctx) {
        var password = field(ctx, "password");
        if (password.length() < Accounts.SHORTEST_PASSWORD) {
            throw new InvalidRequestException(
                    "password", "A password has at least " + Accounts.SHORTEST_PASSWORD + " characters.");
        }
        var role = Arrays.stream(Role.values())
                .filter(each -> each.name().equals(field(ctx, "role")))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("role", "role must be NURSE, CLINICIAN or ADMIN."));
        var account = new Accounts.Account(field(ctx, "username"), field(ctx, "displayName"), role);
        accounts.put(account, password);
        Looks.about(ctx.req(), "account=%s role=%s".formatted(account.username(), role));
        page(ctx, "The account " + account.username() + " is ready.");
    }

    /// A patient with a first device, assigned from now on.
    private void addHome(Context ctx) {
        var patient = new Patient(
                UUID.randomUUID(),
                field(ctx, "familyName"),
                field(ctx, "givenName"),
                null,
                PatientRoutes.zone(field(ctx, "zone")),
                PatientRoutes.phone(Optional.ofNullable(ctx.formParam("phone")).orElse("")));
        patients.put(patient, Gate.signedIn(ctx).username());
        Looks.at(ctx.req(), patient.patientId());
        var device = UUID.randomUUID();
        var secret = devices.register(device, field(ctx, "label"));
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        devices.assign(new Assignment(UUID.randomUUID(), device, null, patient.patientId(), now, null));
        page(ctx, "Device " + device + " is assigned. Its secret, shown only now: " + secret);
    }

    private static String field(Context ctx, String name) {
        return Requests.required(name, Optional.ofNullable(ctx.formParam(name)).orElse(""));
    }
}
