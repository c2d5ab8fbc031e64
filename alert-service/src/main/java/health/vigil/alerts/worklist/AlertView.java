package health.vigil.alerts.worklist;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An alert with the patient's name, as a nurse sees it.
///
/// @param patientName absent while the patient is not registered any more
/// @param zone the patient's, for local times
public record AlertView(
        UUID alertId,
        UUID patientId,
        @Nullable String patientName,
        @Nullable String zone,
        String severity,
        String ruleId,
        String kind,
        String reason,
        Instant firstAt,
        String firstText,
        String worstText,
        Instant latestAt,
        Instant latestReceived,
        String latestText,
        int readings,
        boolean late,
        boolean clockSuspect,
        @Nullable Instant clearedAt,
        String state,
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        String note,
        Instant raisedAt,
        boolean unconfirmed,
        int planVersion,
        @Nullable String goneBecause) {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm z", Locale.ENGLISH);

    public String name() {
        return patientName == null ? "Unknown patient" : patientName;
    }

    /// Severity as a style.
    public String style() {
        return severity.toLowerCase(Locale.ROOT);
    }

    /// Severity in words that nobody takes for a high or low value.
    public String priority() {
        return switch (severity) {
            case "HIGH" -> "high priority";
            case "LOW" -> "low priority";
            default -> style();
        };
    }

    /// A moment by the patient's clock.
    public String local(Instant moment) {
        return LOCAL.format(moment.atZone(ZoneId.of(zone == null ? "UTC" : zone)));
    }

    public Optional<Instant> cleared() {
        return Optional.ofNullable(clearedAt);
    }

    /// Raised because nothing came.
    public boolean isSilence() {
        return readings == 0;
    }

    public boolean isOpen() {
        return state.equals("open");
    }
}
