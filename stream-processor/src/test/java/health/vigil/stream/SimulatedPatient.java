package health.vigil.stream;

import health.vigil.clinical.evaluation.Evaluation;
import health.vigil.clinical.evaluation.Presence;
import health.vigil.clinical.evaluation.Series;
import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.plans.PlanHistory;
import health.vigil.clinical.plans.Template;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.NameBased;
import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import health.vigil.clinical.vitals.Value;
import health.vigil.plandocuments.PlanDocument;
import health.vigil.schemas.Assignment;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.DeviceCorrections;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.Kind;
import health.vigil.schemas.Measured;
import health.vigil.schemas.MetricName;
import health.vigil.schemas.Origin;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.PlanVersion;
import health.vigil.schemas.ReadingMark;
import health.vigil.schemas.ReadingStatus;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.Verdict;
import health.vigil.stream.samples.Input;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A patient of the simulation with a device: what has reached Vigil of them, and what it should make of that.
final class SimulatedPatient {

    private static final List<Template> TEMPLATES = List.of(Template.values());
    private static final List<String> ZONES =
            List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia");

    final UUID id;
    final UUID device;
    final Template template;
    ZoneId zone;
    private final List<PlanVersion> versions = new ArrayList<>();
    private final Map<UUID, ReceivedReading> delivered = new LinkedHashMap<>();
    private final Map<UUID, ReadingMark> marks = new LinkedHashMap<>();
    private @Nullable DeviceStatus status;

    SimulatedPatient(int number) {
        this.id = NameBased.uuid("simulated patient", number);
        this.device = NameBased.uuid("simulated device", number);
        this.template = TEMPLATES.get(number % TEMPLATES.size());
        this.zone = ZoneId.of(ZONES.get(number % ZONES.size()));
    }

    Input assign(Instant from) {
        return new Input.Assigned(
                new DeviceAssignments(device, List.of(new Assignment(device, null, id, from, null)), null, List.of()));
    }

    Input plan(Instant from, CarePlan plan) {
        zone = plan.zone();
        versions.add(new PlanVersion(versions.size() + 1, from, plan.zone().getId(), PlanDocument.write(plan)));
        return new Input.Planned(new PatientPlans(id, List.copyOf(versions)));
    }

    Input deliver(ReadingKind kind, Instant measuredAt, Instant receivedAt, Map<Metric, Double> values) {
        var measured = new EnumMap<Metric, Value>(Metric.class);
        values.forEach((metric, number) -> measured.put(metric, new Value.Exact(metric.round(number))));
        var reading = ReceivedReading.newBuilder()
                .setId(Reading.identify(device, -1, kind, measuredAt, measured))
                .setDeviceId(device)
                .setKind(Kind.valueOf(kind.name()))
                .setMeasuredAt(measuredAt)
                .setReceivedAt(receivedAt)
                .setClockSuspect(false)
                .setMeasurements(measured.entrySet().stream()
                        .map(entry -> new Measured(
                                MetricName.valueOf(entry.getKey().name()),
                                entry.getValue().rank(),
                                null))
                        .toList())
                .setOrigin(Origin.JSON)
                .build();
        delivered.merge(
                reading.getId(),
                reading,
                (one, other) -> one.getReceivedAt().isBefore(other.getReceivedAt()) ? one : other);
        return new Input.Received(reading);
    }

    /// Says of a reading that it is not the patient's, or takes that back.
    Input mark(UUID reading, Instant now) {
        if (marks.remove(reading) == null) {
            var measuredAt = Objects.requireNonNull(delivered.get(reading)).getMeasuredAt();
            marks.put(reading, new ReadingMark(reading, measuredAt, id, Verdict.ENTERED_IN_ERROR, now, "neighbour"));
        }
        return new Input.Corrected(new DeviceCorrections(device, List.copyOf(marks.values())));
    }

    List<UUID> readings() {
        return List.copyOf(delivered.keySet());
    }

    Input say(boolean online, Instant at) {
        status = new DeviceStatus(device, online, null, null, at, null, null, null);
        return new Input.Said(status);
    }

    /// The episodes that what was delivered demands, as if each had just been raised.
    Set<EpisodeEvent> demanded(Instant now) {
        var readings = delivered.values().stream()
                .filter(reading -> !marks.containsKey(reading.getId()))
                .map(reading -> Told.reading(new PatientReading(id, ReadingStatus.FINAL, reading, null, false)))
                .collect(Collectors.groupingBy(Reading::kind));
        var evaluation = new Evaluation(
                id, history(), kind -> Series.of(readings.getOrDefault(kind, List.of())), presence(), now);
        return evaluation.episodes().stream()
                .map(episode -> Told.episode(id, episode))
                .collect(Collectors.toSet());
    }

    private Presence presence() {
        return status == null
                ? Presence.UNKNOWN
                : new Presence(List.of(new Presence.Device(device, status.getOnline(), status.getHeardAt())));
    }

    private PlanHistory history() {
        var plans = new TreeMap<Instant, CarePlan>();
        versions.forEach(version -> plans.put(version.getEffectiveFrom(), PlanDocument.read(version.getDocument())));
        return new PlanHistory(plans);
    }
}
