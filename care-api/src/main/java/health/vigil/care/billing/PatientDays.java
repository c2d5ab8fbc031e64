package health.vigil.care.billing;

import health.vigil.clinical.billing.Outlook;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/// What programs get of a running period; the patient by id alone.
record PatientDays(
        UUID patientId,
        LocalDate firstDay,
        LocalDate lastDay,
        List<LocalDate> deviceDays,
        List<LocalDate> manualDays,
        Outlook outlook,
        int minutes,
        List<String> timeCodes) {

    static PatientDays of(Watched each) {
        return new PatientDays(
                each.patient().patientId(),
                each.periodFirst(),
                each.periodLast(),
                each.deviceDays(),
                each.manualDays(),
                each.outlook(),
                each.minutes(),
                each.timeCodes());
    }
}
