package health.vigil.stream;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Evaluation.Outcome;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.DefaultPlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.schemas.Assignment;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import health.vigil.stream.samples.Input;
import health.vigil.stream.samples.World;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The end state found from all inputs at once. Of readings the set counts; of a device's assignments and of a
/// patient's plans the last word.
final class Truth {

    private final Map<UUID, List<Assignment>> assignments = new HashMap<>();
    private final Map<UUID, List<PlanVersion>> plans = new HashMap<>();
    private final Set<ReceivedReading> received = new HashSet<>();

    private Truth(List<Input> inputs) {
        for (var input : inputs) {
            switch (input) {
                case Input.Received(var reading) -> received.add(reading);
                case Input.Assigned(var all) -> assignments.put(all.getDeviceId(), all.getAssignments());
                case Input.Planned(var all) -> plans.put(all.getPatientId(), all.getVersions());
            }
        }
    }

    static EndState of(List<Input> inputs) {
        return new Truth(inputs).endState();
    }

    private EndState endState() {
        var readings = readings();
        var attributed = readings.stream()
                .flatMap(reading ->
                        patient(reading)
                                .map(patient -> new PatientReading(patient, ReadingStatus.FINAL, reading))
                                .stream())
                .collect(toSet());
        var held = readings.stream()
                .filter(reading -> patient(reading).isEmpty())
                .map(reading -> new HeldReading(HoldStatus.HELD, reading))
                .collect(toSet());
        var state = new EndState(attributed, held, new HashSet<>(), new HashSet<>());
        for (var patient : World.PATIENTS) {
            for (var kind : ReadingKind.values()) {
                var outcome = evaluate(patient, kind, attributed);
                outcome.days().forEach(day -> state.days().add(Told.day(patient, day)));
                outcome.episodes().forEach(episode -> state.episodes().add(Told.episode(patient, episode)));
            }
        }
        return state;
    }

    private Outcome evaluate(UUID patient, ReadingKind kind, Set<PatientReading> attributed) {
        var readings = attributed.stream()
                .filter(reading -> reading.getPatientId().equals(patient))
                .map(reading -> Told.reading(reading.getReading()))
                .filter(reading -> reading.kind() == kind)
                .sorted(Reading.BY_TIME)
                .toList();
        return new Evaluation(patient, kind, plan(patient), Series.of(readings)).whole();
    }

    private PlanHistory plan(UUID patient) {
        var versions = new HashMap<Instant, CarePlan>();
        plans.getOrDefault(patient, List.of())
                .forEach(version ->
                        versions.put(version.getEffectiveFrom(), DefaultPlan.in(ZoneId.of(version.getZone()))));
        return versions.isEmpty() ? PlanHistory.always(DefaultPlan.in(ZoneOffset.UTC)) : new PlanHistory(versions);
    }

    private Optional<UUID> patient(ReceivedReading reading) {
        var slot = reading.getUserSlot();
        var then = assignments.getOrDefault(reading.getDeviceId(), List.of()).stream()
                .filter(assignment -> !assignment.getFrom().isAfter(reading.getMeasuredAt()))
                .filter(assignment ->
                        assignment.getUntil() == null || assignment.getUntil().isAfter(reading.getMeasuredAt()))
                .sorted(comparing(Assignment::getFrom)
                        .thenComparing(Assignment::getAssignmentId)
                        .reversed())
                .toList();
        var own = then.stream().filter(assignment -> slot != null && slot.equals(assignment.getUserSlot()));
        return own.findFirst()
                .or(() -> then.stream()
                        .filter(assignment -> assignment.getUserSlot() == null)
                        .findFirst())
                .map(Assignment::getPatientId);
    }

    private Set<ReceivedReading> readings() {
        return received.stream().collect(groupingBy(ReceivedReading::getId)).values().stream()
                .map(Truth::together)
                .collect(toSet());
    }

    private static ReceivedReading together(Collection<ReceivedReading> copies) {
        return ReceivedReading.newBuilder(copies.iterator().next())
                .setReceivedAt(Objects.requireNonNull(least(copies, ReceivedReading::getReceivedAt)))
                .setClockSuspect(copies.stream().anyMatch(ReceivedReading::getClockSuspect))
                .setMeal(least(copies, ReceivedReading::getMeal))
                .setDeviceReadingId(least(copies, ReceivedReading::getDeviceReadingId))
                .setSequence(least(copies, ReceivedReading::getSequence))
                .build();
    }

    private static <T extends Comparable<? super T>> @Nullable T least(
            Collection<ReceivedReading> copies, Function<ReceivedReading, T> part) {
        return copies.stream()
                .map(part)
                .filter(Objects::nonNull)
                .min(naturalOrder())
                .orElse(null);
    }
}
