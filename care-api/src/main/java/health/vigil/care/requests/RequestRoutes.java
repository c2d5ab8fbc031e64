package health.vigil.care.requests;

import health.vigil.care.devices.DevicesInSight;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Asking a device to measure, by program.
public final class RequestRoutes implements Routes {

    private static final String USUALLY = "PT4H";

    private final DevicesInSight devices;
    private final DeviceRequests requests;
    private final Clock clock;

    public RequestRoutes(DevicesInSight devices, DeviceRequests requests, Clock clock) {
        this.devices = devices;
        this.requests = requests;
        this.clock = clock;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/devices/{device}/requests", this::list, Access.NURSE, Access.CLINICIAN);
        routes.post("/api/devices/{device}/requests", this::ask, Access.NURSE, Access.CLINICIAN);
        routes.delete("/api/devices/{device}/requests/{request}", this::withdraw, Access.NURSE, Access.CLINICIAN);
    }

    private record Shown(
            UUID requestId,
            String measure,
            String askedBy,
            Instant askedAt,
            Instant expiresAt,
            @Nullable Instant acknowledgedAt,
            Asked.State state) {}

    private Shown shown(Asked asked) {
        return new Shown(
                asked.requestId(),
                asked.measure().code(),
                asked.askedBy(),
                asked.askedAt(),
                asked.expiresAt(),
                asked.acknowledgedAt(),
                asked.state(clock.instant()));
    }

    private void list(Context ctx) {
        var device = devices.device(ctx).deviceId();
        ctx.json(
                Map.of("requests", requests.of(device).stream().map(this::shown).toList()));
    }

    private record Fields(Optional<String> measure, Optional<String> lasting) {}

    private void ask(Context ctx) {
        var device = devices.device(ctx).deviceId();
        var fields = Requests.body(ctx, Fields.class);
        var asked = requests.ask(
                device,
                measure(fields.measure().orElse("")),
                lasting(fields.lasting().orElse(USUALLY)),
                Gate.signedIn(ctx).username());
        Looks.about(ctx.req(), "device=" + device);
        ctx.status(201).json(shown(asked));
    }

    private void withdraw(Context ctx) {
        var device = devices.device(ctx).deviceId();
        if (!requests.withdraw(device, Requests.id(ctx, "request"))) {
            throw new NotFoundResponse("The device is not, or no more, asked for that.");
        }
        Looks.about(ctx.req(), "device=" + device);
        ctx.status(204);
    }

    /// What to measure, by its code.
    ///
    /// @throws InvalidRequestException when it is not `blood-pressure`, `glucose` or `weight`
    public static ReadingKind measure(String code) {
        return ReadingKind.of(code)
                .orElseThrow(() ->
                        new InvalidRequestException("measure", "measure must be blood-pressure, glucose or weight."));
    }

    /// How long a device is asked.
    ///
    /// @throws InvalidRequestException when it is no duration of a minute at least and a week at most
    public static Duration lasting(String text) {
        try {
            var lasting = Duration.parse(text);
            if (lasting.compareTo(Duration.ofMinutes(1)) >= 0 && lasting.compareTo(DeviceRequests.LONGEST) <= 0) {
                return lasting;
            }
        } catch (DateTimeException _) {
            // As below.
        }
        throw new InvalidRequestException("lasting", "lasting must be a duration from PT1M to P7D, e.g. PT4H.");
    }
}
