package health.vigil.care.patients;

import health.vigil.kit.identity.Identity;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A patient with name. Names are in one table, encrypted, and on no topic.
///
/// @param phone in E.164, e.g. `+4930123456`; empty where there is none
public record Patient(
        UUID patientId,
        String familyName,
        String givenName,
        @Nullable LocalDate birthDate,
        String zone,
        String phone) {

    public String name() {
        return givenName + " " + familyName;
    }

    /// Who it is, as it is kept.
    Identity identity() {
        return new Identity(familyName, givenName, birthDate, phone);
    }

    public ZoneId zoneId() {
        return ZoneId.of(zone);
    }
}
