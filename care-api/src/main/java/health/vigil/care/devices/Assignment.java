package health.vigil.care.devices;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who uses a device, or one user slot of it, from when (inclusive) to when (exclusive).
public record Assignment(
        UUID assignmentId,
        UUID deviceId,
        @Nullable Integer userSlot,
        UUID patientId,
        Instant fromAt,
        @Nullable Instant untilAt) {

    Assignment of(UUID patient, Instant from, @Nullable Instant until) {
        return new Assignment(assignmentId, deviceId, userSlot, patient, from, until);
    }

    boolean overlaps(Assignment other) {
        return Objects.equals(userSlot, other.userSlot) && beginsBeforeEndOf(other) && other.beginsBeforeEndOf(this);
    }

    /// Whether readings that are the other's could become this one's, once this one is handed over: one slot follows
    /// itself until its next assignment begins, and *any* slot reaches into all of them.
    public boolean couldDrawFrom(Assignment other) {
        return beginsBeforeEndOf(other)
                && other.beginsBeforeEndOf(this)
                && (Objects.equals(userSlot, other.userSlot)
                        ? !other.fromAt.isAfter(fromAt)
                        : userSlot == null || other.userSlot == null);
    }

    private boolean beginsBeforeEndOf(Assignment other) {
        return other.untilAt == null || fromAt.isBefore(other.untilAt);
    }
}
