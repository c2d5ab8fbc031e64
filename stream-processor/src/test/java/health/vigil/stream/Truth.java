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
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.Assignment;
import health.vigil.schemas.ClockReading;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.Origin;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.ReadingContext;
import health.vigil.schemas.ReadingMark;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Timing;
import health.vigil.schemas.Verdict;
import health.vigil.schemas.WithdrawalStatus;
import health.vigil.stream.samples.Input;
import health.vigil.stream.samples.World;
import java.time.Duration;
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
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The end state found from all inputs at once. Of readings the set counts; of a device's assignments and of a
/// patient's plans the last word.
final class Truth {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final Map<UUID, DeviceAssignments> devices = new HashMap<>();
    private final Map<UUID, List<Assignment>> assignments = new HashMap<>();
    private final Map<UUID, List<PlanVersion>> plans = new HashMap<>();
    private final Map<UUID, List<ReadingMark>> marks = new HashMap<>();
    private final Map<UUID, WithdrawalStatus> withdrawals = new HashMap<>();
    private final Map<UUID, DeviceStatus> statuses = new HashMap<>();
    /// Readings without a zone that are in nobody's.
    private final Set<UUID> nowhere = new HashSet<>();

    private final Set<DeviceStatus> said = new HashSet<>();
    private final Set<ReadingContext> contexts = new HashSet<>();
    private final Set<ReceivedReading> received = new HashSet<>();
    private final Instant now;

    private Truth(List<Input> inputs, Instant now) {
        this.now = now;
        for (var input : inputs) {
            switch (input) {
                case Input.Received(var reading) -> received.add(reading);
                case Input.Assigned(var all) -> {
                    devices.put(all.getDeviceId(), all);
                    assignments.put(all.getDeviceId(), all.getAssignments());
                }
                case Input.Planned(var all) -> plans.put(all.getPatientId(), all.getVersions());
                case Input.Corrected(var all) -> marks.put(all.getDeviceId(), all.getMarks());
                case Input.Withdrawn(var one) -> withdrawals.put(one.getReadingId(), one.getStatus());
                case Input.Told(var context) -> contexts.add(context);
                case Input.Said(var status) -> {
                    said.add(status);
                    statuses.merge(
                            status.getDeviceId(),
                            status,
                            (one, other) -> one.getHeardAt().isAfter(other.getHeardAt()) ? one : other);
                }
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
            case NONE ->
                context(reading).filter(ReadingContext::getKetone).isPresent() ? HoldStatus.KETONE : HoldStatus.HELD;
        };
    }

    private Optional<UUID> patient(ReceivedReading reading) {
        return status(reading) == HoldStatus.HELD && !nowhere.contains(reading.getId())
                ? user(reading, reading.getClockSuspect() ? reading.getReceivedAt() : reading.getMeasuredAt())
                : Optional.empty();
    }

    private Optional<UUID> user(ReceivedReading reading, Instant moment) {
        var then = assignments(reading)
                .filter(assignment -> !assignment.getFrom().isAfter(moment))
                .filter(assignment ->
                        assignment.getUntil() == null || assignment.getUntil().isAfter(moment))
                .toList();
        var slots = then.stream()
                .map(Assignment::getUserSlot)
                .filter(Objects::nonNull)
                .collect(toSet());
        var wanted = slots.isEmpty() ? null : reading.getUserSlot();
        return then.stream()
                .filter(assignment -> Objects.equals(wanted, assignment.getUserSlot()))
                .map(Assignment::getPatientId)
                .findFirst();
    }

    /// The one that began last first.
    private Stream<Assignment> assignments(ReceivedReading reading) {
        return assignments.getOrDefault(reading.getDeviceId(), List.of()).stream()
                .sorted(comparing(Assignment::getFrom)
                        .thenComparing(Assignment::getAssignmentId)
                        .reversed());
    }

    /// When it was measured: in the zone of that patient whose reading it then is.
    private ReceivedReading placed(ReceivedReading reading) {
        var time = SaidTime.parse(Objects.requireNonNullElseGet(
                        reading.getSaidTime(), () -> reading.getMeasuredAt().toString()))
                .orElseThrow();
        if (time.isZoned()) {
            return placed(reading, time, ZoneOffset.UTC);
        }
        return assignments(reading)
                .filter(assignment -> assignment.getUserSlot() == null
                        || assignment.getUserSlot().equals(reading.getUserSlot()))
                .map(Assignment::getPatientId)
                .flatMap(patient -> {
                    var placed = placed(reading, time, zone(reading.getDeviceId(), patient, time.asUtc()));
                    var at = placed.getClockSuspect() ? placed.getReceivedAt() : placed.getMeasuredAt();
                    return user(placed, at).equals(Optional.of(patient)) ? Stream.of(placed) : Stream.empty();
                })
                .findFirst()
                .orElseGet(() -> {
                    nowhere.add(reading.getId());
                    return reading;
                });
    }

    private ZoneId zone(UUID device, UUID patient, Instant moment) {
        var theirs = Objects.requireNonNull(devices.get(device)).getZones().stream()
                .filter(zone -> zone.getPatientId().equals(patient))
                .toList();
        var begun =
                theirs.stream().filter(zone -> !zone.getFrom().isAfter(moment)).toList();
        if (!begun.isEmpty()) {
            return ZoneId.of(begun.getLast().getZone());
        }
        return theirs.isEmpty() ? ZoneOffset.UTC : ZoneId.of(theirs.getFirst().getZone());
    }

    private ReceivedReading placed(ReceivedReading reading, SaidTime time, ZoneId zone) {
        var there = time.in(zone);
        var device = Optional.ofNullable(devices.get(reading.getDeviceId()));
        var earliest = device.map(DeviceAssignments::getRegisteredAt)
                .map(registered -> Stream.concat(
                                Stream.of(registered),
                                device.get().getAssignments().stream().map(Assignment::getFrom))
                        .min(naturalOrder())
                        .orElseThrow())
                .orElse(Instant.MIN);
        var latest = reading.getReceivedAt().plus(FIVE_MINUTES);
        Predicate<Instant> plausible = at -> !at.isBefore(earliest) && !at.isAfter(latest);
        var doubted = reading.getTiming() == Timing.DOUBTED;
        var result = ReceivedReading.newBuilder(reading)
                .setMeasuredAt(there.at())
                .setClockSuspect(doubted || !plausible.test(there.at()));
        if (reading.getTiming() == Timing.LOCAL) {
            result.setTiming(
                    switch (there.fit()) {
                        case EXACT -> Timing.LOCAL;
                        case TWICE -> Timing.LOCAL_TWICE;
                        case SKIPPED -> Timing.LOCAL_SKIPPED;
                    });
        }
        var shift = behind(reading, zone)
                .filter(behind -> !plausible.test(there.at()) || behind.compareTo(Duration.ofDays(30)) > 0)
                .filter(behind -> !doubted && plausible.test(there.at().plus(behind)));
        shift.ifPresent(behind -> result.setMeasuredAt(there.at().plus(behind))
                .setSaidTime(time.text())
                .setTiming(Timing.CORRECTED)
                .setClockSuspect(false));
        return result.build();
    }

    /// By how much the clock was behind when it was wrong nearest to the receipt.
    private Optional<Duration> behind(ReceivedReading reading, ZoneId zone) {
        record Shown(Instant at, SaidTime clock) {}
        var shown = new HashSet<Shown>();
        if (reading.getClock() != null) {
            shown.add(new Shown(
                    reading.getClock().getAt(),
                    SaidTime.parse(reading.getClock().getSaid()).orElseThrow()));
        }
        for (var status : said) {
            if (status.getDeviceId().equals(reading.getDeviceId())) {
                if (status.getDeviceNow() != null
                        && Duration.between(status.getDeviceNow(), status.getHeardAt())
                                        .abs()
                                        .compareTo(FIVE_MINUTES)
                                > 0) {
                    shown.add(new Shown(status.getHeardAt(), new SaidTime.Moment(status.getDeviceNow())));
                }
                if (status.getLocalNow() != null) {
                    var clock = SaidTime.parse(status.getLocalNow()).orElseThrow();
                    if (Duration.between(clock.asUtc(), status.getHeardAt())
                                    .abs()
                                    .compareTo(Duration.ofHours(15))
                            > 0) {
                        shown.add(new Shown(status.getHeardAt(), clock));
                    }
                }
            }
        }
        return shown.stream()
                .filter(each -> Duration.between(each.clock().in(zone).at(), each.at())
                                .abs()
                                .compareTo(FIVE_MINUTES)
                        > 0)
                .min(comparing((Shown each) -> Duration.between(each.at(), reading.getReceivedAt())
                                .abs())
                        .thenComparing(Shown::at)
                        .thenComparing(each -> each.clock().text()))
                .map(each -> Duration.between(each.clock().in(zone).at(), each.at()));
    }

    private Optional<ReadingContext> context(ReceivedReading reading) {
        if (reading.getOrigin() != Origin.GATT) {
            return Optional.empty();
        }
        return contexts.stream()
                .filter(context -> context.getDeviceId().equals(reading.getDeviceId())
                        && Objects.equals(context.getSequence(), reading.getSequence()))
                .filter(context -> !context.getReceivedAt()
                                .isBefore(reading.getReceivedAt().minus(Duration.ofDays(1)))
                        && context.getReceivedAt()
                                .isBefore(reading.getReceivedAt().plus(Duration.ofDays(1))))
                .min(comparing((ReadingContext context) -> Duration.between(
                                        context.getReceivedAt(), reading.getReceivedAt())
                                .abs())
                        .thenComparing(ReadingContext::getReceivedAt)
                        .thenComparing(context -> NameBased.uuid(
                                        String.valueOf(context.getMeal()), Boolean.toString(context.getKetone()))
                                .toString()));
    }

    private ReceivedReading inContext(ReceivedReading reading) {
        var meal = context(reading).map(ReadingContext::getMeal);
        return meal.isEmpty()
                ? reading
                : ReceivedReading.newBuilder(reading).setMeal(meal.get()).build();
    }

    private Set<ReceivedReading> readings() {
        return received.stream().collect(groupingBy(ReceivedReading::getId)).values().stream()
                .map(Truth::together)
                .map(this::inContext)
                .map(this::placed)
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
                .setTiming(copies.stream()
                        .map(ReceivedReading::getTiming)
                        .max(naturalOrder())
                        .orElseThrow())
                .setContextFollows(copies.stream().anyMatch(ReceivedReading::getContextFollows))
                .setClock(copies.stream()
                        .map(ReceivedReading::getClock)
                        .filter(Objects::nonNull)
                        .min(comparing(ClockReading::getAt).thenComparing(ClockReading::getSaid))
                        .orElse(null))
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
