package health.vigil.care.billing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Time that somebody spent on a patient's readings.
///
/// @param day in the patient's zone
/// @param minutes 1 to 600
/// @param withdrawnBy who took it back; absent while it counts
public record TimeEntry(
        UUID entryId,
        UUID patientId,
        LocalDate day,
        int minutes,
        String activity,
        String loggedBy,
        Instant loggedAt,
        @Nullable String withdrawnBy,
        @Nullable Instant withdrawnAt,
        @Nullable String withdrawnFor) {

    /// The most that one entry can hold, in minutes.
    static final int LONGEST = 600;

    public boolean counts() {
        return withdrawnBy == null;
    }
}
