package health.vigil.care.billing;

import health.vigil.care.billing.Statements.Monitored;
import health.vigil.care.patients.Patient;
import health.vigil.clinical.billing.Cpt;
import health.vigil.clinical.billing.Outlook;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;

/// A patient's running period.
///
/// @param today in the patient's zone
/// @param periodFirst inclusive
/// @param periodLast inclusive
/// @param deviceDays the days of the period, so far, on which a device sent readings by itself
/// @param manualDays those with typed-in readings only
/// @param minutes logged in the patient's present calendar month
/// @param timeCodes CPT for that month as it stands
public record Watched(
        Patient patient,
        LocalDate today,
        LocalDate periodFirst,
        LocalDate periodLast,
        List<LocalDate> deviceDays,
        List<LocalDate> manualDays,
        Outlook outlook,
        int minutes,
        List<String> timeCodes) {

    /// Who is to be called first, first; then by name.
    static final Comparator<Watched> MOST_URGENT_FIRST = Comparator.comparingInt(
                    (Watched each) -> each.outlook().state() == Outlook.State.AT_RISK ? 0 : 1)
            .thenComparing(each -> each.outlook().callBy().orElse(LocalDate.MAX))
            .thenComparingInt(each -> each.outlook().state() == Outlook.State.ON_COURSE ? 0 : 1)
            .thenComparing(each -> each.patient().familyName())
            .thenComparing(each -> each.patient().givenName())
            .thenComparing(each -> each.patient().patientId());

    static Watched of(Monitored each, int minutes) {
        var period = each.period();
        var days = each.days().in(period);
        return new Watched(
                each.patient(),
                each.today(),
                period.first(),
                period.last(),
                List.copyOf(days.device()),
                List.copyOf(days.manual()),
                Outlook.of(period, each.days().device(), each.start(), each.today()),
                minutes,
                Cpt.ofTime(minutes, YearMonth.from(each.today()).atEndOfMonth()));
    }

    /// The day of the period that today is, from 1; 0 before it begins.
    public int dayOfPeriod() {
        return (int) Math.max(0, today.toEpochDay() - periodFirst.toEpochDay() + 1);
    }

    /// The outlook as a nurse reads it.
    public String outlookText() {
        return switch (outlook.state()) {
            case REACHED -> "reached";
            case ON_COURSE -> "on course";
            case AT_RISK ->
                outlook.callBy().map(day -> "call by " + BillingView.day(day)).orElse("");
            case OUT_OF_REACH -> "cannot reach 16 any more";
        };
    }
}
