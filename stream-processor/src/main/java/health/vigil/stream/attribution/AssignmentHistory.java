package health.vigil.stream.attribution;

import health.vigil.schemas.Assignment;
import health.vigil.schemas.DeviceAssignments;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who used a device when.
record AssignmentHistory(List<Assignment> assignments) {

    /// An assignment of the very slot counts for more than one of the whole device; then the one that began later.
    private static final Comparator<Assignment> BEST = Comparator.<Assignment, Boolean>comparing(
                    assignment -> assignment.getUserSlot() != null)
            .thenComparing(Assignment::getFrom)
            .thenComparing(Assignment::getAssignmentId);

    static AssignmentHistory of(@Nullable DeviceAssignments assignments) {
        return new AssignmentHistory(assignments == null ? List.of() : assignments.getAssignments());
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

    /// The patient who used that slot of the device at that moment.
    Optional<UUID> patientAt(@Nullable Integer slot, Instant moment) {
        return assignments.stream()
                .filter(assignment -> assignment.getUserSlot() == null
                        || assignment.getUserSlot().equals(slot))
                .filter(assignment -> !moment.isBefore(assignment.getFrom()))
                .filter(assignment -> assignment.getUntil() == null || moment.isBefore(assignment.getUntil()))
                .max(BEST)
                .map(Assignment::getPatientId);
    }
}
