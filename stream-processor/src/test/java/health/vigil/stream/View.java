package health.vigil.stream;

import health.vigil.schemas.Change;
import health.vigil.schemas.DaySummary;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.HoldStatus;
import health.vigil.schemas.Kind;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the output topics as their consumers do: the last word on each thing counts.
final class View {

    private record Owned(UUID owner, UUID reading) {}

    private record Day(UUID patient, Kind kind, LocalDate day) {}

    private final Map<Owned, PatientReading> readings = new HashMap<>();
    private final Map<Owned, HeldReading> held = new HashMap<>();
    private final Map<Day, DaySummary> days = new HashMap<>();
    private final Map<UUID, EpisodeEvent> episodes = new HashMap<>();
    private final Map<UUID, Map<UUID, EpisodeEvent>> byPatient = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    void read(PatientReading reading) {
        var known = readings.get(
                new Owned(reading.getPatientId(), reading.getReading().getId()));
        // One of another time has to go first: who has not heard of it sees the reading twice.
        if (known != null
                && known.getStatus() == ReadingStatus.FINAL
                && !known.getReading()
                        .getMeasuredAt()
                        .equals(reading.getReading().getMeasuredAt())) {
            faults.add("there at two times: " + known + " and " + reading);
        }
        readings.put(new Owned(reading.getPatientId(), reading.getReading().getId()), reading);
    }

    void read(HeldReading reading) {
        held.put(
                new Owned(
                        reading.getReading().getDeviceId(), reading.getReading().getId()),
                reading);
    }

    void read(DaySummary summary) {
        days.put(new Day(summary.getPatientId(), summary.getKind(), summary.getDay()), summary);
    }

    void read(EpisodeEvent event) {
        byPatient.computeIfAbsent(event.getPatientId(), _ -> new HashMap<>()).put(event.getEpisodeId(), event);
        var before = Optional.ofNullable(episodes.put(event.getEpisodeId(), event));
        if (before.filter(earlier -> earlier.getRevision() >= event.getRevision())
                .isPresent()) {
            faults.add("the revision does not go up: " + before.get() + " then " + event);
        }
        if ((event.getChange() == Change.RAISED) == before.filter(View::isThere).isPresent()) {
            faults.add("raised although it was there, or changed although it was not: " + event);
        }
        if (event.getChange() == Change.SUPERSEDED && !isThere(episodes.get(event.getSuccessorId()))) {
            faults.add("its successor is not there: " + event);
        }
    }

    private static boolean isThere(@Nullable EpisodeEvent event) {
        return event != null && event.getChange() != Change.SUPERSEDED && event.getChange() != Change.WITHDRAWN;
    }

    /// What no consumer should ever have to read.
    List<String> faults() {
        return faults;
    }

    /// What is there of a patient, as if each had just been raised.
    Set<EpisodeEvent> episodesOf(UUID patient) {
        return byPatient.getOrDefault(patient, Map.of()).values().stream()
                .filter(View::isThere)
                .map(View::asIfRaised)
                .collect(Collectors.toSet());
    }

    /// What is gone of a patient, and nobody says why.
    List<EpisodeEvent> goneWithoutReason(UUID patient) {
        return byPatient.getOrDefault(patient, Map.of()).values().stream()
                .filter(event -> !isThere(event) && event.getGoneBecause() == null)
                .toList();
    }

    int episodeCount() {
        return episodes.size();
    }

    EndState endState() {
        return new EndState(
                readings.values().stream()
                        .filter(reading -> reading.getStatus() == ReadingStatus.FINAL)
                        .collect(Collectors.toSet()),
                held.values().stream()
                        .filter(reading -> reading.getStatus() != HoldStatus.RELEASED)
                        .collect(Collectors.toSet()),
                days.values().stream()
                        .filter(day -> !day.getMetrics().isEmpty())
                        .collect(Collectors.toSet()),
                episodes());
    }

    private Set<EpisodeEvent> episodes() {
        return episodes.values().stream()
                .filter(View::isThere)
                .map(View::asIfRaised)
                .collect(Collectors.toSet());
    }

    private static EpisodeEvent asIfRaised(EpisodeEvent event) {
        return EpisodeEvent.newBuilder(event)
                .setRevision(0)
                .setChange(Change.RAISED)
                .setExplanation(null)
                .build();
    }
}
