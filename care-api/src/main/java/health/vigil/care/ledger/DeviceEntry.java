package health.vigil.care.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the stages say of a device.
///
/// @param rejected messages that were no reading, by the code of the reason
public record DeviceEntry(Counts counts, Map<String, Long> rejected, List<Difference> differences) {

    /// Numbers of readings, as each stage counts them.
    ///
    /// @param label null when the device is not registered
    /// @param received records that the gateway wrote
    /// @param processed of them, those that were attributed, held or recognised as copies
    /// @param attributed a patient's and final; `marked` ones were entered in error
    /// @param moved how often a reading changed hands
    /// @param stored rows that are final, `storedMarked` and `storedTakenBack` those that are not
    /// @param missing numbers between the lowest and the highest that never came; the `gaps` are the last of them
    /// @param reused readings with the number of another: the device began to count anew
    public record Counts(
            UUID deviceId,
            @Nullable String label,
            @Nullable Instant lastHeard,
            long received,
            long processed,
            long duplicates,
            long attributed,
            long marked,
            long held,
            long moved,
            long stored,
            long storedMarked,
            long storedTakenBack,
            long storedHeld,
            long missing,
            List<String> gaps,
            long reused) {}
}
