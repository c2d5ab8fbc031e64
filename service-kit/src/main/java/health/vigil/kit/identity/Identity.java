package health.vigil.kit.identity;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Who a patient is.
///
/// @param phone in E.164, e.g. `+4930123456`; empty where there is none
public record Identity(
        String familyName, String givenName, @Nullable LocalDate birthDate, String phone) {

    /// As people say it.
    public String name() {
        return givenName + " " + familyName;
    }
}
