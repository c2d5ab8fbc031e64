package health.vigil.clinical.plans;

import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.vitals.ReadingKind;
import java.util.List;
import java.util.Optional;

/// When a patient is expected to measure.
///
/// @param parts one reading is expected in each of these parts of every local day
/// @param days for so many local days from the plan's beginning; absent for as long as the plan holds
public record Schedule(ReadingKind kind, List<PartOfDay> parts, Optional<Integer> days) {

    public Schedule {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a schedule expects at least one reading a day");
        }
    }
}
