package health.vigil.care.patients;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A patient with name. Names are in this one table and on no topic.
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

    public ZoneId zoneId() {
        return ZoneId.of(zone);
    }
}
