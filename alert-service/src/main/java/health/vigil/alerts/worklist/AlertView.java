package health.vigil.alerts.worklist;

import health.vigil.kit.identity.PatientName;
import health.vigil.kit.identity.PatientPhone;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An alert with the patient's name, as a nurse sees it.
///
/// @param patientName absent while the patient is not registered any more
/// @param zone the patient's, for local times
/// @param due when something happens if nobody does anything
public record AlertView(
        UUID alertId,
        UUID patientId,
        @PatientName @Nullable String patientName,
        @PatientPhone @Nullable String phone,
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
        @Nullable String goneBecause,
        @Nullable String resolvedBy,
        @Nullable String outcome,
        @Nullable String urgency,
        @Nullable Instant due,
        @Nullable String waitsFor) {

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

    /// Nobody has dealt with it.
    public boolean isOpen() {
        return state.equals("raised") || state.equals("notifying");
    }

    public boolean isSnoozed() {
        return state.equals("snoozed");
    }

    public boolean isAcknowledged() {
        return state.equals("acknowledged");
    }

    /// What is critical and was measured just now cannot be put off.
    public boolean canBeSnoozed() {
        return !"URGENT".equals(urgency);
    }

    /// The telephone number to call; empty where none is known.
    public String telephone() {
        return phone == null ? "" : phone;
    }

    /// What happens if nobody does anything; empty where nothing does.
    public String next() {
        if (due == null) {
            return "";
        }
        return switch (state) {
            case "raised", "notifying" -> "The next level is told " + local(due) + ".";
            case "snoozed" -> "Snoozed until " + local(due) + ".";
            default ->
                switch (waitsFor == null ? "" : waitsFor) {
                    case "REPEAT" -> "A repeat is waited for until " + local(due) + ".";
                    case "HAND_OVER" -> "To be taken over until " + local(due) + ".";
                    case "ANSWER" -> "An answer is waited for until " + local(due) + ".";
                    default -> "";
                };
        };
    }

    public boolean waitsForTakeOver() {
        return "HAND_OVER".equals(waitsFor) && isAcknowledged();
    }

    Place place() {
        var rank = List.of("CRITICAL", "HIGH", "LOW", "INFORMATION").indexOf(severity) + 1;
        var seconds = BigDecimal.valueOf(latestAt.getEpochSecond())
                .add(BigDecimal.valueOf(latestAt.getNano(), 9))
                .negate();
        return new Place(rank, clearedAt == null ? 0 : 1, seconds, alertId);
    }
}
