package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/// A patient's readings as a rule sees them: without those that its filter leaves out, without those of a suspect
/// clock, and, for a trend, without those that look like another person's.
public interface History {

    /// The moment of the evaluation.
    Instant now();

    /// The patient's local calendar day at that moment.
    LocalDate dayOf(Instant moment);

    /// The readings of the days from the first (inclusive) to the last (exclusive), by day, and oldest first in each.
    List<Dated> days(ReadingKind kind, LocalDate first, LocalDate last);

    /// The last readings up to and with this one, at most so many, oldest first.
    List<Reading> lastBefore(Reading reading, int count);

    /// The readings of that kind from a moment (inclusive) to another (inclusive), oldest first.
    List<Reading> between(ReadingKind kind, Instant from, Instant to);

    /// A reading with the patient's local day, and the time by the patient's clock.
    record Dated(Reading reading, LocalDate day, LocalTime time) {}
}
