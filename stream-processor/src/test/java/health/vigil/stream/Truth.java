package health.vigil.stream;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Evaluation.Outcome;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Reading;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.Assignment;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.ReadingMark;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Verdict;
import health.vigil.schemas.WithdrawalStatus;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The end state found from all inputs at once. Of readings the set counts; of a device's assignments and of a
/// patient's plans the last word.
final class Truth {

    private final Map<UUID, List<Assignment>> assignments = new HashMap<>();
    private final Map<UUID, List<PlanVersion>> plans = new HashMap<>();
    private final Map<UUID, List<ReadingMark>> marks = new HashMap<>();
    private final Map<UUID, WithdrawalStatus> withdrawals = new HashMap<>();
    private final Map<UUID, DeviceStatus> statuses = new HashMap<>();
    private final Set<ReceivedReading> received = new HashSet<>();
    private final Instant now;

    private Truth(List<Input> inputs, Instant now) {
        this.now = now;
        for (var input : inputs) {
            switch (input) {
                case Input.Received(var reading) -> received.add(reading);
                case Input.Assigned(var all) -> assignments.put(all.getDeviceId(), all.getAssignments());
                case Input.Planned(var all) -> plans.put(all.getPatientId(), all.getVersions());
                case Input.Corrected(var all) -> marks.put(all.getDeviceId(), all.getMarks());
                case Input.Withdrawn(var one) -> withdrawals.put(one.getReadingId(), one.getStatus());
                case Input.Said(var status) ->
                    statuses.merge(
                            status.getDeviceId(),
                            status,
                            (one, other) -> one.getHeardAt().isAfter(other.getHeardAt()) ? one : other);
            }
        }
    }

    static EndState of(List<Input> inputs, Instant now) {
        return new Truth(inputs, now).endState();
    }

    private EndState endState() {
        var readings = readings();
        var attributed = readings.stream()
                .flatMap(reading -> patient(reading).stream().flatMap(patient -> counts(patient, reading)))
                .collect(toSet());
        var held = readings.stream()
                .filter(reading -> patient(reading).isEmpty())
                .map(reading -> new HeldReading(status(reading), reading))
                .collect(toSet());
        var state = new EndState(attributed, held, new HashSet<>(), new HashSet<>());
        for (var patient : World.PATIENTS) {
            var outcome = evaluate(patient, attributed);
            outcome.days().forEach(day -> state.days().add(Told.day(patient, day)));
            outcome.episodes().forEach(episode -> state.episodes().add(Told.episode(patient, episode)));
        }
        return state;
    }

    private Stream<PatientReading> counts(UUID patient, ReceivedReading reading) {
        var verdict = marks.getOrDefault(reading.getDeviceId(), List.of()).stream()
                .filter(mark -> mark.getReadingId().equals(reading.getId())
                        && mark.getPatientId().equals(patient))
                .map(ReadingMark::getVerdict)
                .findFirst();
        return verdict.equals(Optional.of(Verdict.ENTERED_IN_ERROR))
                ? Stream.empty()
                : Stream.of(new PatientReading(patient, ReadingStatus.FINAL, reading, null, verdict.isPresent()));
    }

    private Outcome evaluate(UUID patient, Set<PatientReading> attributed) {
        var readings = attributed.stream()
                .filter(reading -> reading.getPatientId().equals(patient))
                .map(Told::reading)
                .sorted(Reading.BY_TIME)
                .toList();
        return new Evaluation(
                        patient,
                        plan(patient),
                        kind -> Series.of(readings.stream()
                                .filter(reading -> reading.kind() == kind)
                                .toList()),
                        presence(patient),
                        now)
                .whole();
    }

    private Presence presence(UUID patient) {
        return new Presence(statuses.values().stream()
                .filter(status -> assignments.getOrDefault(status.getDeviceId(), List.of()).stream()
                        .anyMatch(assignment -> assignment.getUntil() == null
                                && assignment.getPatientId().equals(patient)))
                .map(status -> new Presence.Device(status.getDeviceId(), status.getOnline(), status.getHeardAt()))
                .toList());
    }

    private PlanHistory plan(UUID patient) {
        var versions = new HashMap<Instant, CarePlan>();
        plans.getOrDefault(patient, List.of())
                .forEach(version -> versions.put(version.getEffectiveFrom(), plan(version)));
        return versions.isEmpty()
                ? PlanHistory.always(Template.STANDARD.in(ZoneOffset.UTC))
                : new PlanHistory(versions);
    }

    private static CarePlan plan(PlanVersion version) {
        return version.getDocument() == null
                ? Template.STANDARD.in(ZoneId.of(version.getZone()))
                : PlanDocument.read(version.getDocument());
    }

    private HoldStatus status(ReceivedReading reading) {
        return switch (withdrawals.getOrDefault(reading.getId(), WithdrawalStatus.NONE)) {
            case DISMISSED -> HoldStatus.DISMISSED;
            case MOVED -> HoldStatus.MOVED;
            case NONE -> HoldStatus.HELD;
        };
    }

    private Optional<UUID> patient(ReceivedReading reading) {
        return status(reading) == HoldStatus.HELD ? user(reading) : Optional.empty();
    }

    private Optional<UUID> user(ReceivedReading reading) {
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
                .setPosture(least(copies, ReceivedReading::getPosture))
                .setManual(copies.stream().allMatch(ReceivedReading::getManual))
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
