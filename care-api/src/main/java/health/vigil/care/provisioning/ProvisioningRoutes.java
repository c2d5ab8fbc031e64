package health.vigil.care.provisioning;

import health.vigil.care.devices.Assignment;
import health.vigil.care.devices.Devices;
import health.vigil.care.patients.Patients;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Codes for devices, one or many, and what a device gets for its code.
public final class ProvisioningRoutes implements Routes {

    private static final int LONGEST_CODE = 64;

    private final Provisioning provisioning;
    private final Devices devices;
    private final Patients patients;
    private final Jdbi jdbi;
    private final Clock clock;

    public ProvisioningRoutes(Provisioning provisioning, Devices devices, Patients patients, Jdbi jdbi, Clock clock) {
        this.provisioning = provisioning;
        this.devices = devices;
        this.patients = patients;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/provisioning", this::trade, Access.ANYONE);
        routes.post("/api/devices/list", this::register, Access.ADMIN);
        routes.post("/api/devices/{device}/code", this::invite, Access.ADMIN, Access.NURSE);
        routes.delete("/api/devices/{device}/secret", this::revoke, Access.ADMIN, Access.NURSE);
    }

    private record Code(Optional<String> code) {}

    /// What was wrong with a code is nobody's business.
    private void trade(Context ctx) {
        var code = Requests.required("code", Requests.body(ctx, Code.class).code(), LONGEST_CODE);
        ctx.json(provisioning.trade(code).orElseThrow(() -> new ForbiddenResponse("The code is not good.")));
    }

    private UUID existing(Context ctx) {
        var device = Requests.id(ctx, "device");
        return devices.find(device)
                .map(Devices.Device::deviceId)
                .orElseThrow(() -> new NotFoundResponse("There is no such device."));
    }

    private void invite(Context ctx) {
        ctx.status(201)
                .json(provisioning.invite(existing(ctx), Gate.signedIn(ctx).username()));
    }

    private void revoke(Context ctx) {
        provisioning.revoke(existing(ctx));
        ctx.status(204);
    }

    /// Registers all of the list or none, then assigns one after the other.
    private void register(Context ctx) {
        var lines = DeviceList.read(ctx.bodyAsBytes());
        for (var line : lines) {
            if (line.patientId()
                    .filter(patient -> patients.find(patient).isEmpty())
                    .isPresent()) {
                throw new InvalidRequestException(
                        "body", "There is no patient " + line.patientId().get() + ".");
            }
        }
        var by = Gate.signedIn(ctx).username();
        var csv = new StringBuilder("device_id,label,code\n");
        jdbi.useTransaction(handle -> {
            for (var line : lines) {
                devices.add(handle, line.deviceId(), line.label());
                var code = provisioning.invite(handle, line.deviceId(), by).code();
                csv.append("%s,%s,%s\n".formatted(line.deviceId(), quoted(line.label()), code));
            }
        });
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (var line : lines) {
            line.patientId()
                    .ifPresent(patient -> devices.assign(
                            new Assignment(UUID.randomUUID(), line.deviceId(), null, patient, now, null)));
        }
        ctx.status(201).contentType("text/csv; charset=utf-8").result(csv.toString());
    }

    /// A spreadsheet takes what begins like a formula for one.
    private static String quoted(String label) {
        var harmless = label.matches("^[=+\\-@\\t\\r].*") ? "'" + label : label;
        return '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
