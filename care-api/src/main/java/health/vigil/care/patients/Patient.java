package health.vigil.care.patients;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A patient with name. Names are in this one table and on no topic.
public record Patient(
        UUID patientId,
        String familyName,
        String givenName,
        @Nullable LocalDate birthDate,
        String zone) {

    public String name() {
        return givenName + " " + familyName;
    }

    public ZoneId zoneId() {
        return ZoneId.of(zone);
    }
}
