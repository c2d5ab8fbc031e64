package health.vigil.local.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Whether each reading is where it belongs, and only there.
///
/// @param lost acknowledged by the broker alone, and nowhere
/// @param lostWithReceipt acknowledged by Vigil's receipt, and nowhere
/// @param invented there and never published, or there as something else than was published
/// @param duplicated in more than one place
record ReadingReckoning(
        List<String> lost, List<String> lostWithReceipt, List<String> invented, List<String> duplicated) {

    /// @param patients who has which device; what another device sends is to be held
    static ReadingReckoning of(Published notes, Map<UUID, UUID> patients, Arrived arrived) {
        var found = new ReadingReckoning(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        notes.entries().forEach((key, entry) -> {
            var places = arrived.places().getOrDefault(key, List.of());
            var right = place(key, entry, patients.containsKey(key.device()));
            if (places.isEmpty() && entry.isConfirmed()) {
                (entry.receipted() ? found.lostWithReceipt : found.lost).add(key.toString());
            }
            if (places.size() > 1) {
                found.duplicated.add(key + " " + places);
            }
            if (!places.isEmpty() && !places.contains(right)) {
                found.invented.add(key + " " + places + " instead of " + right);
            }
        });
        arrived.places().forEach((key, places) -> {
            if (!notes.entries().containsKey(key)) {
                found.invented.add(key + " " + places);
            }
        });
        return found;
    }

    private static String place(Published.Key key, Published.Entry entry, boolean isAssigned) {
        if (entry.sample().isFlawed()) {
            return Arrived.REJECTED;
        }
        var reading = entry.sample().reading(key.device()).id();
        return isAssigned ? Arrived.stored(reading) : Arrived.held(reading);
    }
}
