package health.vigil.care.ledger;

import java.util.List;
import java.util.UUID;

/// What the stages say of a patient.
public record PatientEntry(Counts counts, List<Difference> differences) {

    /// Numbers of readings, as each stage counts them.
    ///
    /// @param stored rows that are final
    /// @param evaluated readings that windows and rules look at
    public record Counts(UUID patientId, long stored, long storedMarked, long storedTakenBack, long evaluated) {}
}
