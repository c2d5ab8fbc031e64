package health.vigil.care.fleet;

import gg.jte.output.StringOutput;
import health.vigil.care.devices.Devices;
import health.vigil.care.devices.DevicesInSight;
import health.vigil.care.patients.Patient;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.requests.Asked;
import health.vigil.care.requests.DeviceRequests;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All devices that somebody looks after, and the way from a device in the hand to its page.
public final class FleetRoutes implements Routes {

    /// What a scanner types: the id alone, or the address on the sticker.
    private static final Pattern SCANNED =
            Pattern.compile("(?:.*/devices/)?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})");

    private static final Duration RIGHT = Duration.ofMinutes(1);

    /// A line of the table.
    ///
    /// @param users who uses it at present and may be seen
    /// @param asked what it is asked for; empty for nothing
    public record Line(Devices.Standing device, String users, String asked) {}

    private final DevicesInSight inSight;
    private final Devices devices;
    private final DeviceRequests requests;
    private final PatientsInSight patients;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public FleetRoutes(
            DevicesInSight inSight, Devices devices, DeviceRequests requests, PatientsInSight patients, Assets assets) {
        this.inSight = inSight;
        this.devices = devices;
        this.requests = requests;
        this.patients = patients;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/devices", this::page, Access.NURSE, Access.CLINICIAN, Access.ADMIN);
    }

    private void page(Context ctx) {
        var query = Requests.text(ctx, "q").orElse("").strip();
        var scanned = SCANNED.matcher(query);
        if (scanned.matches()) {
            ctx.redirect("/devices/" + scanned.group(1).toLowerCase(Locale.ROOT));
            return;
        }
        var lines = lines(ctx, query.toLowerCase(Locale.ROOT));
        var output = new StringOutput();
        views.devices(kit, PageFrame.of(ctx, assets, "devices"), query, lines).render(output);
        ctx.html(output.toString());
    }

    private List<Line> lines(Context ctx, String label) {
        var users = devices.users();
        var open = requests.open();
        var seen = inSight.standings(ctx.req()).stream()
                .filter(device -> device.label().toLowerCase(Locale.ROOT).contains(label))
                .toList();
        var names = names(ctx, seen, users);
        return seen.stream()
                .map(device -> new Line(
                        device,
                        users.getOrDefault(device.deviceId(), Set.of()).stream()
                                .flatMap(user -> Optional.ofNullable(names.get(user)).stream())
                                .sorted()
                                .collect(Collectors.joining(", ")),
                        asked(open.get(device.deviceId()))))
                .toList();
    }

    private Map<UUID, String> names(Context ctx, List<Devices.Standing> seen, Map<UUID, Set<UUID>> users) {
        var wanted = new ArrayList<UUID>();
        seen.forEach(device -> wanted.addAll(users.getOrDefault(device.deviceId(), Set.of())));
        return patients.among(ctx.req(), Set.copyOf(wanted)).stream()
                .collect(Collectors.toMap(Patient::patientId, Patient::name));
    }

    private static String asked(@Nullable Asked asked) {
        if (asked == null) {
            return "";
        }
        var what = asked.measure().code().replace('-', ' ');
        return asked.acknowledgedAt() == null ? what + ", not got yet" : what;
    }

    /// How wrong the device says that its clock is; a minute is nothing.
    public static String clock(@Nullable Long behindSeconds) {
        if (behindSeconds == null) {
            return "–";
        }
        var by = Duration.ofSeconds(behindSeconds).abs();
        if (by.compareTo(RIGHT) <= 0) {
            return "right";
        }
        var text =
                by.toDays() > 0 ? by.toDays() + " d" : by.toHours() > 0 ? by.toHours() + " h" : by.toMinutes() + " min";
        return text + (behindSeconds > 0 ? " behind" : " ahead");
    }
}
