package health.vigil.care.recovery;

import health.vigil.clinical.vitals.Unit;
import health.vigil.kit.http.InvalidRequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;

/// What is to be different when something is replayed.
///
/// @param deviceId it really came from
/// @param unit its numbers really are in
/// @param shift to be added to the measured time
record Correction(Optional<UUID> deviceId, Optional<Unit> unit, Duration shift) {

    private static final Duration FARTHEST = Duration.ofDays(366 * 100);

    Correction {
        if (shift.abs().compareTo(FARTHEST) > 0) {
            throw new InvalidRequestException("shift", "shift must be less than a hundred years.");
        }
    }

    static Unit unit(String text) {
        return Unit.of(text)
                .orElseThrow(() -> new InvalidRequestException(
                        "unit", "unit must be a UCUM code, e.g. mg/dL, mmol/L, kg or [lb_av]."));
    }

    boolean isNone() {
        return deviceId.isEmpty() && unit.isEmpty() && shift.isZero();
    }

    /// For a person; two that say the same are the same.
    String text() {
        var parts = new ArrayList<String>();
        deviceId.ifPresent(device -> parts.add("device " + device));
        unit.ifPresent(each -> parts.add("unit " + each.ucum()));
        if (!shift.isZero()) {
            parts.add("time shifted by " + shift);
        }
        return parts.isEmpty() ? "as it was" : String.join(", ", parts);
    }
}
