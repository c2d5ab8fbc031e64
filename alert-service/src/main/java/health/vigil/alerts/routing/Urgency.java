package health.vigil.alerts.routing;

import java.time.Duration;

/// Which of a team's escalation paths an alert takes.
///
/// The bounds are the safety floor (house): a team may be quicker, never slower.
public enum Urgency {
    /// Critical, and measured just now. Neither snooze, quiet hours, grouping nor rate limits hold it back.
    URGENT(Duration.ofMinutes(15)),
    /// High priority, and measured just now.
    PROMPT(Duration.ofHours(4)),
    /// Everything else, and whatever came long after it was measured: nobody is woken for last week's value.
    ROUTINE(Duration.ofHours(24));

    private final Duration slowest;

    Urgency(Duration slowest) {
        this.slowest = slowest;
    }

    /// The longest that a level of the path may wait for an answer.
    public Duration slowest() {
        return slowest;
    }

    /// Whether anything may hold it back.
    public boolean canWait() {
        return this != URGENT;
    }

    public boolean isMoreUrgentThan(Urgency other) {
        return compareTo(other) < 0;
    }

    /// The path of an alert.
    ///
    /// @param severity `CRITICAL`, `HIGH`, `LOW` or `INFORMATION`
    /// @param late measured long before it was received
    public static Urgency of(String severity, boolean late) {
        if (late) {
            return ROUTINE;
        }
        return switch (severity) {
            case "CRITICAL" -> URGENT;
            case "HIGH" -> PROMPT;
            default -> ROUTINE;
        };
    }
}
