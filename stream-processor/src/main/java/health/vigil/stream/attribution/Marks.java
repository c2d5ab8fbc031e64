package health.vigil.stream.attribution;

import health.vigil.schemas.DeviceCorrections;
import health.vigil.schemas.ReadingMark;
import health.vigil.schemas.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What people said of a device's readings.
record Marks(List<ReadingMark> marks) {

    static Marks of(@Nullable DeviceCorrections corrections) {
        return new Marks(corrections == null ? List.of() : corrections.getMarks());
    }

    /// What the reading is, once these marks are applied.
    Standing standing(Optional<UUID> patient, UUID reading) {
        return patient.map(
                        owner -> of(owner, reading) == Verdict.ENTERED_IN_ERROR ? Standing.MARKED : Standing.ATTRIBUTED)
                .orElse(Standing.HELD);
    }

    /// What was said of a reading as that patient's; null when nothing was.
    @Nullable
    Verdict of(UUID patient, UUID reading) {
        for (var mark : marks) {
            if (mark.getReadingId().equals(reading) && mark.getPatientId().equals(patient)) {
                return mark.getVerdict();
            }
        }
        return null;
    }
}
