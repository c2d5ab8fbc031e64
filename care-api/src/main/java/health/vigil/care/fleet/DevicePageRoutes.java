package health.vigil.care.fleet;

import gg.jte.output.StringOutput;
import health.vigil.care.devices.Assignment;
import health.vigil.care.devices.Devices;
import health.vigil.care.devices.DevicesInSight;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.provisioning.Provisioning;
import health.vigil.care.provisioning.QrImage;
import health.vigil.care.requests.Asked;
import health.vigil.care.requests.DeviceRequests;
import health.vigil.care.requests.RequestRoutes;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
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
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A device: how it does, what it is asked for, who used it when, and that from a moment on it is somebody else's.
public final class DevicePageRoutes implements Routes {

    private static final int OFFERED = 50;
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

    /// A line of the table of users, in the patient's time.
    public record Use(String patient, String slot, String from, String until) {}

    /// A line of the table of requests.
    public record Request(Asked asked, String measure, Asked.State state) {}

    /// What a page shows of a device.
    ///
    /// @param query by which patients were looked for; null where they were not
    /// @param offered to whom it can be given
    /// @param invitation a new code, with its QR code
    /// @param sticker leads to this page
    public record DeviceView(
            Devices.Standing device,
            List<Request> requests,
            List<Use> uses,
            @Nullable String query,
            List<Patient> offered,
            String notice,
            Provisioning.@Nullable Invitation invitation,
            @Nullable QrImage code,
            QrImage sticker) {}

    private final DevicesInSight inSight;
    private final Devices devices;
    private final Provisioning provisioning;
    private final DeviceRequests requests;
    private final PatientsInSight patients;
    private final Assets assets;
    private final Clock clock;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public DevicePageRoutes(
            DevicesInSight inSight,
            Devices devices,
            Provisioning provisioning,
            DeviceRequests requests,
            PatientsInSight patients,
            Assets assets,
            Clock clock) {
        this.inSight = inSight;
        this.devices = devices;
        this.provisioning = provisioning;
        this.requests = requests;
        this.patients = patients;
        this.assets = assets;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/devices/{device}", ctx -> page(ctx, null, "", null), Access.NURSE, Access.CLINICIAN, Access.ADMIN);
        routes.post("/devices/{device}/patients", this::search, Access.NURSE, Access.ADMIN);
        routes.post("/devices/{device}/handover", this::handOver, Access.NURSE, Access.ADMIN);
        routes.post("/devices/{device}/code", this::invite, Access.NURSE, Access.ADMIN);
        routes.post("/devices/{device}/revoke", this::revoke, Access.NURSE, Access.ADMIN);
        routes.post("/devices/{device}/requests", this::ask, Access.NURSE, Access.CLINICIAN);
        routes.post("/devices/{device}/requests/{request}/withdrawal", this::withdraw, Access.NURSE, Access.CLINICIAN);
    }

    private void page(
            Context ctx, @Nullable String query, String notice, Provisioning.@Nullable Invitation invitation) {
        var device = inSight.device(ctx).deviceId();
        var standing = devices.standing(device).orElseThrow(() -> new NotFoundResponse("There is no such device."));
        var now = clock.instant();
        var address = ctx.scheme() + "://" + ctx.host();
        var frame = PageFrame.of(ctx, assets, "devices");
        var view = new DeviceView(
                standing,
                requests.of(device).stream()
                        .map(asked -> new Request(asked, asked.measure().code().replace('-', ' '), asked.state(now)))
                        .toList(),
                devices.assignments(device).stream().map(use -> use(ctx, use)).toList(),
                query,
                query == null ? List.of() : patients.search(ctx.req(), query, OFFERED),
                notice,
                invitation,
                invitation == null ? null : invitation.qr(address),
                QrImage.of(address + "/devices/" + device));
        var output = new StringOutput();
        views.device(kit, frame, view).render(output);
        ctx.html(output.toString());
    }

    /// Who had it before may be nobody whom this request may see.
    private Use use(Context ctx, Assignment assignment) {
        var slot = assignment.userSlot();
        var patient = patients.find(ctx.req(), assignment.patientId());
        return new Use(
                patient.map(Patient::name).orElse("a patient of others"),
                slot == null ? "any" : slot.toString(),
                patient.map(each -> local(assignment.fromAt(), each)).orElse(""),
                patient.map(each -> local(assignment.untilAt(), each)).orElse(""));
    }

    private static String local(@Nullable Instant moment, Patient patient) {
        return moment == null ? "" : LOCAL.format(moment.atZone(patient.zoneId()));
    }

    /// By a form, since a name has no place in an address.
    private void search(Context ctx) {
        page(ctx, Optional.ofNullable(ctx.formParam("q")).orElse(""), "", null);
    }

    private void handOver(Context ctx) {
        var device = inSight.device(ctx);
        var patient = patients.find(ctx.req(), Requests.uuid("patientId", field(ctx, "patientId")))
                .orElseThrow(() -> new InvalidRequestException("patientId", "There is no such patient."));
        var from = from(ctx, patient);
        var slot = slot(ctx);
        checkWhoseItWas(
                ctx, new Assignment(UUID.randomUUID(), device.deviceId(), slot, patient.patientId(), from, null));
        devices.handOver(device.deviceId(), slot, patient.patientId(), from);
        page(
                ctx,
                null,
                "From " + local(from, patient) + " on it belongs to " + patient.name() + "; its readings move.",
                null);
    }

    /// Readings would move: nobody draws those of another team's patient to one of his own.
    private void checkWhoseItWas(Context ctx, Assignment wanted) {
        var isOfOthers = devices.assignments(wanted.deviceId()).stream()
                .filter(wanted::couldDrawFrom)
                .anyMatch(held -> patients.find(ctx.req(), held.patientId()).isEmpty());
        if (isOfOthers) {
            throw new ForbiddenResponse(
                    "It was a patient's of others at that time. Choose a later date, or ask an administrator.");
        }
    }

    private Instant from(Context ctx, Patient patient) {
        var text = Optional.ofNullable(ctx.formParam("from")).orElse("").strip();
        if (text.isEmpty()) {
            return clock.instant().truncatedTo(ChronoUnit.MILLIS);
        }
        try {
            return LocalDate.parse(text).atStartOfDay(patient.zoneId()).toInstant();
        } catch (DateTimeException _) {
            throw new InvalidRequestException("from", "from must be a date, e.g. 2026-11-23, or empty for now.");
        }
    }

    private void invite(Context ctx) {
        var invitation = provisioning.invite(
                inSight.device(ctx).deviceId(), Gate.signedIn(ctx).username());
        page(ctx, null, "", invitation);
    }

    private void revoke(Context ctx) {
        provisioning.revoke(inSight.device(ctx).deviceId());
        page(ctx, null, "It can connect no more, until it has traded a new code.", null);
    }

    private void ask(Context ctx) {
        var device = inSight.device(ctx).deviceId();
        requests.ask(
                device,
                RequestRoutes.measure(field(ctx, "measure")),
                RequestRoutes.lasting(field(ctx, "lasting")),
                Gate.signedIn(ctx).username());
        Looks.about(ctx.req(), "device=" + device);
        page(ctx, null, "The device is asked, and finds it when it connects.", null);
    }

    private void withdraw(Context ctx) {
        var device = inSight.device(ctx).deviceId();
        if (!requests.withdraw(device, Requests.id(ctx, "request"))) {
            throw new NotFoundResponse("The device is not, or no more, asked for that.");
        }
        Looks.about(ctx.req(), "device=" + device);
        page(ctx, null, "The device is asked for nothing more.", null);
    }

    private static @Nullable Integer slot(Context ctx) {
        var text = Optional.ofNullable(ctx.formParam("userSlot")).orElse("");
        if (text.isBlank()) {
            return null;
        }
        if (!text.matches("\\d{1,3}")) {
            throw new InvalidRequestException("userSlot", "userSlot must be a number, or empty for any.");
        }
        return Integer.valueOf(text);
    }

    private static String field(Context ctx, String name) {
        return Requests.required(name, Optional.ofNullable(ctx.formParam(name)).orElse(""));
    }
}
