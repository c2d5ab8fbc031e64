package health.vigil.kit.audit;

import java.util.Optional;

/// Goes through a trail from the first entry on, and finds where it was tampered with.
///
/// What it cannot see by itself is that entries at the end are missing: for that the head is noted elsewhere from time
/// to time, and compared.
public final class Verification {

    private long number;
    private String hash = Entry.BEFORE_THE_FIRST;
    private Optional<String> fault = Optional.empty();

    /// Looks at the next entry.
    public void accept(Entry entry) {
        if (fault.isPresent()) {
            return;
        }
        if (entry.follows(number, hash)) {
            number = entry.number();
            hash = entry.hash();
        } else if (entry.number() == number + 1) {
            fault = Optional.of("entry %d is not what was written, or an entry before it was put in its place"
                    .formatted(entry.number()));
        } else {
            fault = Optional.of(
                    "after entry %d comes entry %d: what was between them is gone".formatted(number, entry.number()));
        }
    }

    /// Where it is broken; empty while it is whole.
    public Optional<String> fault() {
        return fault;
    }

    /// The number of the last entry that is as it was written; 0 for none.
    public long number() {
        return number;
    }

    /// The hash of that entry.
    public String hash() {
        return hash;
    }
}
