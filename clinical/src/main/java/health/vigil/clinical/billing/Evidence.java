package health.vigil.clinical.billing;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.UUID;

/// What proves a part of something billed: a reading of a device day, or an entry of time spent.
///
/// @param day the patient's local day
public record Evidence(LocalDate day, UUID id) implements Comparable<Evidence> {

    private static final Comparator<Evidence> ORDER =
            Comparator.comparing(Evidence::day).thenComparing(Evidence::id);

    @Override
    public int compareTo(Evidence other) {
        return ORDER.compare(this, other);
    }
}
