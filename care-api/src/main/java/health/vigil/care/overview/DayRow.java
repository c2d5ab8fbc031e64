package health.vigil.care.overview;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One local day in words, for those who do not see the charts.
///
/// @param pressure each reading with its time, e.g. `07:31 136/84 mmHg, pulse 72 /min`; likewise glucose and weight
public record DayRow(LocalDate day, String pressure, String glucose, String weight) {

    /// The latest day first.
    static List<DayRow> of(Collection<Reading> readings, PlanHistory plans, Days period) {
        var days = new TreeMap<LocalDate, List<Reading>>(Comparator.reverseOrder());
        for (var reading : readings) {
            var day = plans.dayOf(reading.measuredAt());
            if (period.contain(day)) {
                days.computeIfAbsent(day, _ -> new ArrayList<>()).add(reading);
            }
        }
        return days.entrySet().stream()
                .map(day -> new DayRow(
                        day.getKey(),
                        text(day.getValue(), ReadingKind.BLOOD_PRESSURE, plans),
                        text(day.getValue(), ReadingKind.GLUCOSE, plans),
                        text(day.getValue(), ReadingKind.WEIGHT, plans)))
                .toList();
    }

    private static String text(List<Reading> readings, ReadingKind kind, PlanHistory plans) {
        return readings.stream()
                .filter(reading -> reading.kind() == kind)
                .sorted(Reading.BY_TIME)
                .map(reading -> "%s %s".formatted(time(reading, plans), reading.text()))
                .collect(Collectors.joining("; "));
    }

    private static String time(Reading reading, PlanHistory plans) {
        var time = plans.timeOf(reading.measuredAt());
        return "%02d:%02d".formatted(time.getHour(), time.getMinute());
    }
}
