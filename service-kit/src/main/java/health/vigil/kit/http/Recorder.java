package health.vigil.kit.http;

import health.vigil.kit.access.Grant;
import health.vigil.kit.access.SignedIn;
import health.vigil.kit.audit.AuditFailedException;
import health.vigil.kit.audit.AuditTrail;
import health.vigil.kit.audit.Event;
import health.vigil.kit.audit.Looks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Puts on record what a request saw or changed, before it is answered: each change, each request that shows a
/// patient, and each that was refused to somebody known.
public final class Recorder {

    private static final String ATTRIBUTE = "recorder";
    private static final String BEGUN = "recording-begun";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int LONGEST_SUBJECT = 500;
    private static final Pattern UNUSUAL = Pattern.compile("[^\\x20-\\x7e]");
    private static final Set<Integer> REFUSED = Set.of(403, 404);

    private final AuditTrail audit;
    private final Map<String, Set<UUID>> listed = new ConcurrentHashMap<>();
    private long since = System.nanoTime();

    Recorder(AuditTrail audit) {
        this.audit = audit;
    }

    void register(RoutesConfig routes) {
        routes.beforeMatched(this::begin);
        routes.afterMatched(this::end);
    }

    /// The first patient whom a request shows is recorded while the answer is made, so that nobody waits for it twice.
    private void begin(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
        if (Gate.SAFE.contains(ctx.method())) {
            Looks.of(ctx.req()).whenSeen(patient -> {
                if (ctx.attribute(BEGUN) == null && Who.of(ctx).isKnown()) {
                    ctx.attribute(BEGUN, new Begun(patient, audit.begin(event(ctx, 200, List.of(patient), List.of()))));
                }
            });
        }
    }

    /// What is being recorded.
    ///
    /// @param kept waits until it is
    private record Begun(UUID patient, Runnable kept) {}

    /// Records at once what the request is about so far: what is sent bit by bit cannot be held back until the end.
    public static void now(Context ctx) {
        Recorder recorder = ctx.attribute(ATTRIBUTE);
        if (recorder == null) {
            throw new IllegalStateException("no recorder");
        }
        recorder.end(ctx);
    }

    private void end(Context ctx) {
        if (ctx.endpoints().matchedHttpEndpoint() == null) {
            return;
        }
        var looks = Looks.of(ctx.req());
        var patients = new ArrayList<>(looks.patients());
        var list = Who.of(ctx).name() + " " + action(ctx);
        var fresh = unlisted(list, looks.listed());
        patients.addAll(fresh);
        Begun begun = ctx.attribute(BEGUN);
        if (begun != null && ctx.statusCode() < 400) {
            patients.remove(begun.patient());
        }
        if (isWorthIt(ctx, Who.of(ctx), patients, looks)) {
            try {
                audit.record(event(ctx, ctx.statusCode(), patients, looks.subjects()));
            } catch (AuditFailedException failure) {
                // They were not shown; when they are, it has to be recorded.
                listed.computeIfPresent(list, (_, known) -> {
                    known.removeAll(fresh);
                    return known;
                });
                throw failure;
            }
        }
        if (begun != null) {
            begun.kept().run();
        }
        looks.clear();
    }

    private static String action(Context ctx) {
        var route = ctx.endpoints().matchedHttpEndpoint();
        return ctx.method() + " " + (route == null ? "" : route.path);
    }

    private static Event event(Context ctx, int status, List<UUID> patients, List<String> subjects) {
        var who = Who.of(ctx);
        return new Event(
                who.name(), who.part(), ctx.ip(), action(ctx), subject(ctx, patients, subjects), status, patients);
    }

    private static boolean isWorthIt(Context ctx, Who who, List<UUID> patients, Looks looks) {
        if (!patients.isEmpty() || !looks.subjects().isEmpty()) {
            return true;
        }
        return who.isKnown() && (!Gate.SAFE.contains(ctx.method()) || REFUSED.contains(ctx.statusCode()));
    }

    /// Those of a list who were not recorded for it within the hour.
    private List<UUID> unlisted(String list, Set<UUID> patients) {
        synchronized (this) {
            if (System.nanoTime() - since > HOUR.toNanos()) {
                since = System.nanoTime();
                listed.clear();
            }
        }
        var known = listed.computeIfAbsent(list, _ -> ConcurrentHashMap.newKeySet());
        return patients.stream().filter(known::add).toList();
    }

    private static String subject(Context ctx, List<UUID> patients, List<String> subjects) {
        var route = ctx.endpoints().matchedHttpEndpoint();
        var parts = route == null ? new ArrayList<String>() : parameters(route.path, ctx.path());
        parts.removeIf(part -> patients.stream().anyMatch(patient -> part.endsWith("=" + patient)));
        parts.addAll(subjects);
        // Paths are what strangers write.
        var text = UNUSUAL.matcher(String.join(" ", parts)).replaceAll("?");
        return text.length() > LONGEST_SUBJECT ? text.substring(0, LONGEST_SUBJECT) : text;
    }

    /// What stands in the path in the places that the route leaves open: Javalin gives a handler only its own.
    private static List<String> parameters(String route, String path) {
        var parts = new ArrayList<String>();
        var given = path.split("/", -1);
        var names = route.split("/", -1);
        for (var place = 0; place < names.length && place < given.length; place++) {
            if (names[place].startsWith("{")) {
                parts.add(names[place].substring(1, names[place].length() - 1) + "=" + given[place]);
            } else if (names[place].startsWith("<")) {
                parts.add(String.join("/", List.of(given).subList(place, given.length)));
            }
        }
        return parts;
    }

    private record Who(String name, String part) {

        static Who of(Context ctx) {
            Optional<SignedIn> person = Gate.ifSignedIn(ctx);
            return person.map(each -> new Who(each.username(), each.role().name()))
                    .or(() -> Gate.program(ctx.req()).map(Grant::tokenId).map(id -> new Who(id.toString(), "program")))
                    .orElse(new Who("", "nobody"));
        }

        boolean isKnown() {
            return !name.isEmpty();
        }
    }
}
