package health.vigil.care.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// An entry of a trail, as it is shown.
///
/// @param trail the service that wrote it: `care` or `alerts`
/// @param name of the person; empty for programs, and for accounts that are gone
/// @param hash in hex
public record AuditEntry(
        String trail,
        long number,
        Instant at,
        String who,
        String name,
        String part,
        String address,
        String action,
        String subject,
        int status,
        List<UUID> patients,
        String hash) {

    public AuditEntry {
        patients = List.copyOf(patients);
    }
}
