package health.vigil.kit.audit;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Something that a person or a program saw or did. It holds ids, never a name of a patient or a value.
///
/// @param who an account's name, a token's id, or what did it by itself
/// @param part the role, `program`, `setting` or `service`
/// @param address where the request came from
/// @param action the method and the route, e.g. `GET /api/patients/{patient}`
/// @param subject what it was about, e.g. `alert=…`; may be empty
/// @param status the HTTP status of the answer
/// @param patients who was shown or changed
public record Event(
        String who, String part, String address, String action, String subject, int status, List<UUID> patients) {

    private static final int SUCCESS = 200;

    public Event {
        patients = List.copyOf(patients);
    }

    /// A service starts.
    ///
    /// @param settings what was set otherwise than by default, by name
    public static Event start(String service, Map<String, String> settings) {
        var said = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(", "));
        return new Event(
                service, "service", "", "start", said.isEmpty() ? "default settings" : said, SUCCESS, List.of());
    }
}
