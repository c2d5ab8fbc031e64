package health.vigil.care.billing;

import health.vigil.care.billing.Statement.Service;
import health.vigil.care.patients.Patient;
import health.vigil.care.plans.Plans;
import health.vigil.clinical.billing.BillingPeriod;
import health.vigil.clinical.billing.Cpt;
import health.vigil.clinical.billing.DeviceDays;
import health.vigil.clinical.billing.Evidence;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Works out what can be billed, from what is stored now.
final class Statements {

    private final Plans plans;
    private final Transmissions transmissions;
    private final Monitoring monitoring;
    private final TimeLog time;
    private final Clock clock;

    Statements(Plans plans, Transmissions transmissions, Monitoring monitoring, TimeLog time, Clock clock) {
        this.plans = plans;
        this.transmissions = transmissions;
        this.monitoring = monitoring;
        this.time = time;
        this.clock = clock;
    }

    /// A patient's monitoring.
    ///
    /// @param start the first day of the first period
    /// @param days from the day that was asked for on
    record Monitored(Patient patient, LocalDate today, LocalDate start, DeviceDays days) {

        BillingPeriod period() {
            return BillingPeriod.holding(today.isBefore(start) ? start : today, start);
        }
    }

    /// Those of the patients whose monitoring has begun or is to begin.
    ///
    /// @param from which day is wanted at least
    private List<Monitored> monitored(Collection<Patient> patients, LocalDate from) {
        var ids = patients.stream().map(Patient::patientId).toList();
        var histories = plans.histories(ids);
        var starts = new HashMap<>(transmissions.firstDays(histories));
        starts.putAll(monitoring.starts(ids));
        // A day begins up to 14 hours before it does in UTC.
        var days = transmissions.of(
                histories, from.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        var now = clock.instant();
        return patients.stream()
                .filter(patient -> starts.containsKey(patient.patientId()))
                .map(patient -> new Monitored(
                        patient,
                        LocalDate.ofInstant(now, patient.zoneId()),
                        starts.getOrDefault(patient.patientId(), LocalDate.MAX),
                        days.getOrDefault(patient.patientId(), DeviceDays.of(List.of(), List.of()))))
                .toList();
    }

    /// What is over: the periods and months that ended on that day or later.
    List<Statement> closed(Collection<Patient> patients, LocalDate endedFrom) {
        var statements = new ArrayList<Statement>();
        for (var each : monitored(patients, endedFrom.minusDays(BillingPeriod.DAYS))) {
            for (var period : BillingPeriod.closed(each.start(), endedFrom, each.today())) {
                statements.add(device(each, period));
            }
        }
        var firstOfMonth = endedFrom.withDayOfMonth(1);
        var byId = patients.stream().collect(Collectors.toMap(Patient::patientId, Function.identity()));
        time.of(byId.keySet(), firstOfMonth).stream()
                .collect(Collectors.groupingBy(TimeEntry::patientId))
                .forEach((id, entries) -> {
                    var patient = byId.get(id);
                    if (patient != null) {
                        months(patient, entries).stream()
                                .filter(month ->
                                        month.lastDay().isBefore(LocalDate.ofInstant(clock.instant(), patient.zoneId()))
                                                && !month.lastDay().isBefore(endedFrom))
                                .forEach(statements::add);
                    }
                });
        return statements;
    }

    private static Statement device(Monitored each, BillingPeriod period) {
        var days = each.days().in(period);
        return new Statement(
                each.patient().patientId(),
                Service.DEVICE,
                period.first(),
                period.last(),
                each.patient().zone(),
                days.device().size(),
                days.manual().size(),
                Cpt.ofDevice(days.device().size(), period).orElse(""),
                days.evidence());
    }

    /// A statement for each month with an entry, taken back or not.
    private static List<Statement> months(Patient patient, Collection<TimeEntry> entries) {
        Map<YearMonth, List<TimeEntry>> months = entries.stream()
                .collect(
                        Collectors.groupingBy(entry -> YearMonth.from(entry.day()), TreeMap::new, Collectors.toList()));
        return months.entrySet().stream()
                .map(month -> month(patient, month.getKey(), month.getValue()))
                .toList();
    }

    private static Statement month(Patient patient, YearMonth month, List<TimeEntry> entries) {
        var counting = entries.stream().filter(TimeEntry::counts).toList();
        var minutes = counting.stream().mapToInt(TimeEntry::minutes).sum();
        return new Statement(
                patient.patientId(),
                Service.TIME,
                month.atDay(1),
                month.atEndOfMonth(),
                patient.zone(),
                minutes,
                0,
                text(Cpt.ofTime(minutes, month.atEndOfMonth())),
                counting.stream()
                        .map(entry -> new Evidence(entry.day(), entry.entryId()))
                        .sorted()
                        .toList());
    }

    private static String text(List<String> codes) {
        var counts =
                codes.stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(code -> code.getValue() == 1 ? code.getKey() : code.getKey() + "x" + code.getValue())
                .collect(Collectors.joining(" "));
    }

    /// Minutes that count, of each patient who has some, from a day on.
    private Map<UUID, Integer> minutesSince(Collection<UUID> patients, LocalDate from) {
        return time.of(patients, from).stream()
                .filter(TimeEntry::counts)
                .collect(Collectors.groupingBy(TimeEntry::patientId, Collectors.summingInt(TimeEntry::minutes)));
    }

    /// The running periods of those patients, with the time logged this month.
    List<Watched> running(Collection<Patient> patients) {
        var today = today();
        // A patient's today may be another than in UTC, and so may the month.
        var minutes = new HashMap<YearMonth, Map<UUID, Integer>>();
        return monitored(patients, today.minusDays(BillingPeriod.DAYS + 1L)).stream()
                .map(each -> Watched.of(each, minutes(minutes, patients, each)))
                .toList();
    }

    private int minutes(Map<YearMonth, Map<UUID, Integer>> known, Collection<Patient> patients, Monitored each) {
        return known.computeIfAbsent(
                        YearMonth.from(each.today()),
                        month -> minutesSince(
                                patients.stream().map(Patient::patientId).toList(), month.atDay(1)))
                .getOrDefault(each.patient().patientId(), 0);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
