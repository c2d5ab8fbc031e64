package health.vigil.care.provisioning;

import health.vigil.care.devices.Assignment;
import health.vigil.care.devices.Devices;
import health.vigil.care.devices.DevicesInSight;
import health.vigil.care.patients.Patients;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Codes for devices, one or many, and what a device gets for its code.
public final class ProvisioningRoutes implements Routes {

    private static final int LONGEST_CODE = 64;

    private final Provisioning provisioning;
    private final Optional<DeviceAuthority> authority;
    private final Devices devices;
    private final DevicesInSight inSight;
    private final Patients patients;
    private final Jdbi jdbi;
    private final Clock clock;

    /// @param authority signs devices' certificates; empty where none does
    public ProvisioningRoutes(
            Provisioning provisioning,
            Optional<DeviceAuthority> authority,
            Devices devices,
            DevicesInSight inSight,
            Patients patients,
            Jdbi jdbi,
            Clock clock) {
        this.provisioning = provisioning;
        this.authority = authority;
        this.devices = devices;
        this.inSight = inSight;
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

    /// @param csr a certificate request, where the device wants a certificate instead of a secret
    private record Code(Optional<String> code, Optional<String> csr) {}

    /// What was wrong with a code is nobody's business.
    private void trade(Context ctx) {
        var body = Requests.body(ctx, Code.class);
        var code = Requests.required("code", body.code(), LONGEST_CODE);
        if (body.csr().isEmpty()) {
            var credentials = provisioning.trade(code).orElseThrow(ProvisioningRoutes::notGood);
            Looks.about(ctx.req(), "secret of device=" + credentials.deviceId());
            ctx.json(credentials);
            return;
        }
        var signing = authority.orElseThrow(() ->
                new InvalidRequestException("csr", "Certificates are not signed here: ask for a secret, without csr."));
        // Looked at before the code, which a wrong request must not use up.
        var request = DeviceAuthority.Request.parse(body.csr().get());
        var certified = provisioning.trade(code, signing, request).orElseThrow(ProvisioningRoutes::notGood);
        Looks.about(ctx.req(), "certificate of device=" + certified.deviceId());
        ctx.json(certified);
    }

    private static ForbiddenResponse notGood() {
        return new ForbiddenResponse("The code is not good.");
    }

    private void invite(Context ctx) {
        ctx.status(201)
                .json(provisioning.invite(
                        inSight.device(ctx).deviceId(), Gate.signedIn(ctx).username()));
    }

    private void revoke(Context ctx) {
        provisioning.revoke(inSight.device(ctx).deviceId());
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
        var unassigned = new ArrayList<String>();
        for (var line : lines) {
            line.patientId()
                    .flatMap(patient -> devices.assign(
                            new Assignment(UUID.randomUUID(), line.deviceId(), null, patient, now, null)))
                    .ifPresent(other -> unassigned.add(line.deviceId().toString()));
        }
        if (!unassigned.isEmpty()) {
            // The codes are shown only now, so they are given all the same.
            ctx.header("Vigil-Not-Assigned", String.join(" ", unassigned));
        }
        ctx.status(201).contentType("text/csv; charset=utf-8").result(csv.toString());
    }

    /// A spreadsheet takes what begins like a formula for one.
    private static String quoted(String label) {
        var harmless = label.matches("^[=+\\-@\\t\\r].*") ? "'" + label : label;
        return '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
