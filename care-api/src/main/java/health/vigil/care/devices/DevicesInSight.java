package health.vigil.care.devices;

import health.vigil.kit.http.Requests;
import health.vigil.kit.sight.Sight;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/// The devices that a request may be about: those of the patients whom it may see, and those that are nobody's at
/// present.
public final class DevicesInSight {

    private final Devices devices;
    private final Sight sight;

    public DevicesInSight(Devices devices, Sight sight) {
        this.devices = devices;
        this.sight = sight;
    }

    /// The device in the path.
    ///
    /// @throws NotFoundResponse when there is none, or none that this request may be about: it tells no difference
    public Devices.Device device(Context ctx) {
        var id = Requests.id(ctx, "device");
        return devices.find(id)
                .filter(device -> isInSight(devices.users(id), sight.filter(ctx.req())))
                .orElseThrow(() -> new NotFoundResponse("There is no such device, or it is none of your patients'."));
    }

    /// By label.
    public List<Devices.Standing> standings(HttpServletRequest request) {
        var reach = sight.filter(request);
        var users = devices.users();
        return devices.standings().stream()
                .filter(device -> isInSight(users.getOrDefault(device.deviceId(), Set.of()), reach))
                .toList();
    }

    private static boolean isInSight(Set<UUID> users, Predicate<UUID> reach) {
        return users.isEmpty() || users.stream().anyMatch(reach);
    }
}
