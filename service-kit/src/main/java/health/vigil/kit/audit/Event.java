package health.vigil.kit.audit;

import java.util.List;
import java.util.UUID;

/// Something that a person or a program saw or did. It holds ids, never a name of a patient or a value.
///
/// @param who an account's name, or a token's id
/// @param part the role, or `program`
/// @param address where the request came from
/// @param action the method and the route, e.g. `GET /api/patients/{patient}`
/// @param subject what it was about, e.g. `alert=…`; may be empty
/// @param status the HTTP status of the answer
/// @param patients who was shown or changed
public record Event(
        String who, String part, String address, String action, String subject, int status, List<UUID> patients) {

    public Event {
        patients = List.copyOf(patients);
    }
}
