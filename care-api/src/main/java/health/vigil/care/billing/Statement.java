package health.vigil.care.billing;

import health.vigil.clinical.billing.Evidence;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/// What there is to bill of one patient for some time: device days of a 30-day period, or minutes of a calendar month.
///
/// @param firstDay inclusive, in the patient's zone
/// @param lastDay inclusive
/// @param quantity device days, or minutes
/// @param manualDays days with typed-in readings only
/// @param codes CPT, a repeated one with its number, e.g. `99457 99458x2`; empty where nothing can be billed
public record Statement(
        UUID patientId,
        Service service,
        LocalDate firstDay,
        LocalDate lastDay,
        String zone,
        int quantity,
        int manualDays,
        String codes,
        List<Evidence> evidence) {

    /// What is billed.
    public enum Service {
        DEVICE,
        TIME
    }

    /// Which statement it is, whatever it says.
    record Key(UUID patientId, Service service, LocalDate firstDay) {}

    public Statement {
        evidence = List.copyOf(evidence);
    }

    Key key() {
        return new Key(patientId, service, firstDay);
    }

    /// Whether there is nothing to tell.
    boolean isEmpty() {
        return quantity == 0 && manualDays == 0;
    }

    /// Whether it says the same, in the same zone or another.
    boolean says(Statement other) {
        return quantity == other.quantity
                && manualDays == other.manualDays
                && codes.equals(other.codes)
                && evidence.equals(other.evidence);
    }
}
