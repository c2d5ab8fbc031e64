package health.vigil.kit.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// What a request is about, noted by what handles it until it is recorded.
public final class Looks {

    private static final String ATTRIBUTE = "audit-looks";

    private final Set<UUID> patients = new LinkedHashSet<>();
    private final Set<UUID> listed = new LinkedHashSet<>();
    private final List<String> subjects = new ArrayList<>();
    private Consumer<UUID> whenSeen = _ -> {};

    private Looks() {}

    /// Those of a request.
    public static Looks of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Looks looks) {
            return looks;
        }
        var looks = new Looks();
        request.setAttribute(ATTRIBUTE, looks);
        return looks;
    }

    /// It shows or changes that patient.
    public static void at(HttpServletRequest request, UUID patient) {
        var looks = of(request);
        if (looks.patients.add(patient)) {
            looks.whenSeen.accept(patient);
        }
    }

    /// Is told of each patient whom the request shows or changes, at once.
    public void whenSeen(Consumer<UUID> listener) {
        whenSeen = listener;
    }

    /// It shows those patients in a list, which may be shown again every moment: recorded once an hour for each.
    public static void atList(HttpServletRequest request, Collection<UUID> patients) {
        of(request).listed.addAll(patients);
    }

    /// It is about that besides: no name or value of a patient's.
    public static void about(HttpServletRequest request, String subject) {
        of(request).subjects.add(subject);
    }

    public Set<UUID> patients() {
        return Set.copyOf(patients);
    }

    public Set<UUID> listed() {
        return Set.copyOf(listed);
    }

    public List<String> subjects() {
        return List.copyOf(subjects);
    }

    /// Forgets what was recorded.
    public void clear() {
        patients.clear();
        listed.clear();
        subjects.clear();
    }
}
