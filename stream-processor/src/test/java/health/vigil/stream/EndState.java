package health.vigil.stream;

import health.vigil.schemas.DaySummary;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.PatientReading;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What is true in the end: final readings, held ones, days with readings, and episodes without their history.
record EndState(Set<PatientReading> readings, Set<HeldReading> held, Set<DaySummary> days, Set<EpisodeEvent> episodes) {

    EndState of(UUID patient) {
        return new EndState(
                only(readings, reading -> reading.getPatientId().equals(patient)),
                Set.of(),
                only(days, day -> day.getPatientId().equals(patient)),
                only(episodes, episode -> episode.getPatientId().equals(patient)));
    }

    private static <T> Set<T> only(Set<T> all, Predicate<T> wanted) {
        return all.stream().filter(wanted).collect(Collectors.toSet());
    }
}
