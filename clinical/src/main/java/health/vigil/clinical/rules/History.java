package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Reading;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;

/// A patient's readings of one kind, by the patient's local days. Leaves out readings of a suspect clock.
public interface History {

    /// The patient's local calendar day at that moment.
    LocalDate dayOf(Instant moment);

    /// The readings of the days from the first (inclusive) to the last (exclusive), oldest first; days without any are
    /// absent.
    NavigableMap<LocalDate, List<Reading>> between(LocalDate first, LocalDate last);
}
