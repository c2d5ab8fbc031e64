package health.vigil.local.recorded;

import health.vigil.clinical.evaluation.Episode;
import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Context;
import health.vigil.clinical.vitals.Meal;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.local.recorded.RecordedFiles.Expected;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// A person of the recorded data as the pure function sees one.
///
/// @param readings each once, oldest first
record RecordedPatient(UUID id, List<Reading> readings) {

    private static final String BEFORE_BREAKFAST = "58";
    private static final Duration TRANSMISSION = Duration.ofMinutes(1);

    static List<RecordedPatient> withDiabetes(Path folder) {
        return RecordedFiles.glucoseFiles(folder).stream()
                .map(RecordedPatient::withDiabetesIn)
                .toList();
    }

    private static RecordedPatient withDiabetesIn(Path file) {
        var recorded = new RecordedFiles();
        recorded.readGlucose(file);
        return of(file.getFileName().toString(), ReadingKind.GLUCOSE, recorded, beforeBreakfast(file));
    }

    static RecordedPatient withBloodPressure(Path folder) {
        var recorded = new RecordedFiles();
        recorded.readBloodPressure(folder.resolve("bp-home/readings.csv"));
        return of("bp-home", ReadingKind.BLOOD_PRESSURE, recorded, Set.of());
    }

    static RecordedPatient withWeight(Path folder) {
        var recorded = new RecordedFiles();
        recorded.readWeight(folder.resolve("weight-home/readings.csv"));
        return of("weight-home", ReadingKind.WEIGHT, recorded, Set.of());
    }

    private static Set<Instant> beforeBreakfast(Path file) {
        return RecordedFiles.lines(file).stream()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 4 && fields[2].equals(BEFORE_BREAKFAST) && !fields[0].isBlank())
                .map(fields ->
                        RecordedFiles.local(fields).atZone(RecordedFiles.ZONE).toInstant())
                .collect(Collectors.toSet());
    }

    private static RecordedPatient of(String name, ReadingKind kind, RecordedFiles recorded, Set<Instant> fasting) {
        var id = NameBased.uuid("recorded", name);
        var readings = new HashMap<UUID, Reading>();
        for (var each : recorded.readings) {
            var values = values(kind, each);
            var reading = new Reading(
                    Reading.identify(id, -1, kind, each.at(), values),
                    kind,
                    each.at(),
                    each.at().plus(TRANSMISSION),
                    false,
                    values,
                    fasting.contains(each.at())
                            ? new Context(Optional.of(Meal.FASTING), Optional.empty(), false)
                            : Context.NONE);
            readings.put(reading.id(), reading);
        }
        return new RecordedPatient(
                id, readings.values().stream().sorted(Reading.BY_TIME).toList());
    }

    private static Map<Metric, Value> values(ReadingKind kind, Expected recorded) {
        var values = recorded.values();
        return switch (kind) {
            case BLOOD_PRESSURE ->
                Map.of(
                        Metric.SYSTOLIC, value(values.get(0)),
                        Metric.DIASTOLIC, value(values.get(1)),
                        Metric.PULSE, value(values.get(2)));
            case GLUCOSE -> Map.of(Metric.GLUCOSE, value(values.getFirst()));
            case WEIGHT -> Map.of(Metric.WEIGHT, value(values.getFirst()));
        };
    }

    private static Value value(String recorded) {
        return switch (recorded) {
            case "HIGH" -> Value.OutOfRange.HIGH;
            case "LOW" -> Value.OutOfRange.LOW;
            case String number -> new Value.Exact(Double.parseDouble(number));
        };
    }

    /// Under a plan that begins with the first reading, when the last has just come and every repeat would have.
    List<Episode> episodes(CarePlan plan) {
        var byKind = readings.stream().collect(Collectors.groupingBy(Reading::kind));
        return new Evaluation(
                        id,
                        new PlanHistory(Map.of(readings.getFirst().measuredAt(), plan)),
                        kind -> Series.of(byKind.getOrDefault(kind, List.of())),
                        Presence.UNKNOWN,
                        readings.getLast().measuredAt().plus(Duration.ofHours(1)))
                .episodes();
    }

    /// From the local day of the first reading to that of the last, both included.
    double weeks() {
        return (ChronoUnit.DAYS.between(day(readings.getFirst()), day(readings.getLast())) + 1) / 7.0;
    }

    private static LocalDate day(Reading reading) {
        return LocalDate.ofInstant(reading.measuredAt(), RecordedFiles.ZONE);
    }
}
