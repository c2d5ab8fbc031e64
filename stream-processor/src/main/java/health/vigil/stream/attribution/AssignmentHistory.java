package health.vigil.stream.attribution;

import health.vigil.schemas.Assignment;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.PatientZone;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who used a device when, and where they lived.
///
/// @param activation before that it measured nothing for anybody here; the beginning of time where nobody knows
record AssignmentHistory(List<Assignment> assignments, Instant activation, List<PatientZone> zones) {

    /// The one that began last.
    private static final Comparator<Assignment> BEST =
            Comparator.comparing(Assignment::getFrom).thenComparing(Assignment::getAssignmentId);

    static AssignmentHistory of(@Nullable DeviceAssignments device) {
        return device == null
                ? new AssignmentHistory(List.of(), Instant.MIN, List.of())
                : new AssignmentHistory(device.getAssignments(), activation(device), device.getZones());
    }

    /// Somebody may assign it from an earlier moment on, and knows why.
    private static Instant activation(DeviceAssignments device) {
        var registered = device.getRegisteredAt();
        if (registered == null) {
            return Instant.MIN;
        }
        return Stream.concat(
                        Stream.of(registered), device.getAssignments().stream().map(Assignment::getFrom))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /// Everybody who uses the device with no end set, whatever the slot.
    Set<UUID> users() {
        return assignments.stream()
                .filter(assignment -> assignment.getUntil() == null)
                .map(Assignment::getPatientId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Everybody who ever used the device.
    Set<UUID> everybody() {
        return assignments.stream().map(Assignment::getPatientId).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The patient who used that slot of the device at that moment. A slot that is nobody's is not that of whoever has
    /// the device, once others of its slots are somebody's.
    Optional<UUID> patientAt(@Nullable Integer slot, Instant moment) {
        var then = assignments.stream()
                .filter(assignment -> !moment.isBefore(assignment.getFrom()))
                .filter(assignment -> assignment.getUntil() == null || moment.isBefore(assignment.getUntil()))
                .toList();
        var slotsAreUsed = then.stream().anyMatch(assignment -> assignment.getUserSlot() != null);
        var wanted = slotsAreUsed ? slot : null;
        return then.stream()
                .filter(assignment -> Objects.equals(assignment.getUserSlot(), wanted))
                .max(BEST)
                .map(Assignment::getPatientId);
    }

    /// Where the patient lived at that moment.
    ZoneId zone(UUID patient, Instant moment) {
        var theirs = zones.stream()
                .filter(zone -> zone.getPatientId().equals(patient))
                .toList();
        return theirs.stream()
                .filter(zone -> !zone.getFrom().isAfter(moment))
                .reduce((_, later) -> later)
                .or(() -> theirs.stream().findFirst())
                .map(zone -> ZoneId.of(zone.getZone()))
                .orElse(ZoneOffset.UTC);
    }
}
