package health.vigil.care.devices;

import health.vigil.care.patients.Patients;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Registering devices and saying who uses them.
public final class DeviceRoutes implements Routes {

    private static final UUID FIRST = new UUID(0, 0);

    private final Devices devices;
    private final Patients patients;

    public DeviceRoutes(Devices devices, Patients patients) {
        this.devices = devices;
        this.patients = patients;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/devices", ctx -> ctx.json(Map.of("devices", devices.all())), Access.ADMIN);
        routes.put("/api/devices/{device}", this::put, Access.ADMIN);
        routes.get("/api/devices/{device}/readings", this::places, Access.ADMIN);
        routes.get("/api/devices/{device}/assignments", this::assignments, Access.ADMIN);
        routes.post("/api/devices/{device}/assignments", ctx -> assign(ctx, UUID.randomUUID(), 201), Access.ADMIN);
        routes.put(
                "/api/devices/{device}/assignments/{assignment}",
                ctx -> assign(ctx, Requests.id(ctx, "assignment"), 200),
                Access.ADMIN);
        routes.delete("/api/devices/{device}/assignments/{assignment}", this::unassign, Access.ADMIN);
    }

    private record Label(String label) {}

    private record Registered(UUID deviceId, String label, String secret) {}

    private void put(Context ctx) {
        var device = Requests.id(ctx, "device");
        var label = Requests.required("label", Requests.body(ctx, Label.class).label());
        ctx.json(new Registered(device, label, devices.register(device, label)));
    }

    private UUID existing(Context ctx) {
        var device = Requests.id(ctx, "device");
        if (!devices.exists(device)) {
            throw new NotFoundResponse("There is no such device.");
        }
        return device;
    }

    private void places(Context ctx) {
        var after = Requests.text(ctx, "after")
                .map(text -> Requests.uuid("after", text))
                .orElse(FIRST);
        var limit = Requests.number(ctx, "limit", 1, 10_000, 1000);
        ctx.json(Map.of("readings", devices.places(existing(ctx), after, limit)));
    }

    private void assignments(Context ctx) {
        ctx.json(Map.of("assignments", devices.assignments(existing(ctx))));
    }

    private record Fields(UUID patientId, Optional<Integer> userSlot, Instant from, Optional<Instant> until) {}

    private void assign(Context ctx, UUID id, int status) {
        var fields = Requests.body(ctx, Fields.class);
        if (patients.find(fields.patientId()).isEmpty()) {
            throw new InvalidRequestException("patientId", "There is no such patient.");
        }
        if (fields.until().filter(until -> !until.isAfter(fields.from())).isPresent()) {
            throw new InvalidRequestException("until", "until must lie after from.");
        }
        var assignment = new Assignment(
                id,
                existing(ctx),
                fields.userSlot().orElse(null),
                fields.patientId(),
                fields.from().truncatedTo(ChronoUnit.MILLIS),
                fields.until()
                        .map(until -> until.truncatedTo(ChronoUnit.MILLIS))
                        .orElse(null));
        devices.assign(assignment).ifPresent(other -> {
            throw new ConflictResponse("It overlaps with the assignment " + other.assignmentId() + ".");
        });
        ctx.status(status).json(assignment);
    }

    private void unassign(Context ctx) {
        if (!devices.unassign(existing(ctx), Requests.id(ctx, "assignment"))) {
            throw new NotFoundResponse("There is no such assignment.");
        }
        ctx.status(204);
    }
}
