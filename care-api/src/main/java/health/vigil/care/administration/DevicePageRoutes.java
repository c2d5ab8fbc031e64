package health.vigil.care.administration;

import gg.jte.output.StringOutput;
import health.vigil.care.devices.Assignment;
import health.vigil.care.devices.Devices;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.Patients;
import health.vigil.care.provisioning.Provisioning;
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
import io.javalin.http.NotFoundResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who used a device when, and that from a date on it was somebody else.
public final class DevicePageRoutes implements Routes {

    private static final int OFFERED = 50;
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

    /// A line of the table, in the patient's time.
    public record Use(String patient, String slot, String from, String until) {}

    private final Devices devices;
    private final Provisioning provisioning;
    private final Patients patients;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public DevicePageRoutes(Devices devices, Provisioning provisioning, Patients patients, Assets assets) {
        this.devices = devices;
        this.provisioning = provisioning;
        this.patients = patients;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/administration/devices/{device}", ctx -> page(ctx, "", null), Access.ADMIN);
        routes.post("/administration/devices/{device}/code", this::invite, Access.ADMIN);
        routes.post("/administration/devices/{device}/revoke", this::revoke, Access.ADMIN);
        routes.post("/administration/devices/{device}/handover", this::handOver, Access.ADMIN);
    }

    private Devices.Device device(Context ctx) {
        return devices.find(Requests.id(ctx, "device"))
                .orElseThrow(() -> new NotFoundResponse("There is no such device."));
    }

    private void page(Context ctx, String notice, Provisioning.@Nullable Invitation invitation) {
        var device = device(ctx);
        var uses =
                devices.assignments(device.deviceId()).stream().map(this::use).toList();
        var query = Requests.text(ctx, "q").orElse("");
        List<Patient> offered = patients.search(query, OFFERED);
        var output = new StringOutput();
        var qr = invitation == null ? null : invitation.qr(ctx.scheme() + "://" + ctx.host());
        var frame = PageFrame.of(ctx, assets, "administration");
        views.device(kit, frame, device, uses, query, offered, notice, invitation, qr)
                .render(output);
        ctx.html(output.toString());
    }

    private Use use(Assignment assignment) {
        var patient = patients.find(assignment.patientId()).orElseThrow();
        var slot = assignment.userSlot();
        return new Use(
                patient.name(),
                slot == null ? "any" : slot.toString(),
                local(assignment.fromAt(), patient),
                local(assignment.untilAt(), patient));
    }

    private static String local(@Nullable Instant moment, Patient patient) {
        return moment == null ? "" : LOCAL.format(moment.atZone(patient.zoneId()));
    }

    private void handOver(Context ctx) {
        var device = device(ctx);
        var patient = patients.find(Requests.uuid("patientId", field(ctx, "patientId")))
                .orElseThrow(() -> new InvalidRequestException("patientId", "There is no such patient."));
        var from = date(field(ctx, "from")).atStartOfDay(patient.zoneId()).toInstant();
        devices.handOver(device.deviceId(), slot(ctx), patient.patientId(), from);
        page(
                ctx,
                "From " + local(from, patient) + " on it belongs to " + patient.name() + "; its readings move.",
                null);
    }

    private void invite(Context ctx) {
        var invitation =
                provisioning.invite(device(ctx).deviceId(), Gate.signedIn(ctx).username());
        page(ctx, "", invitation);
    }

    private void revoke(Context ctx) {
        provisioning.revoke(device(ctx).deviceId());
        page(ctx, "It can connect no more, until it has traded a new code.", null);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException _) {
            throw new InvalidRequestException("from", "from must be a date, e.g. 2026-11-23.");
        }
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
