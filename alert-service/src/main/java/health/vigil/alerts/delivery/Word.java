package health.vigil.alerts.delivery;

import java.util.List;
import java.util.UUID;

/// What is said to somebody.
///
/// @param messageId the same at each attempt, so that a receiver can tell a repetition
/// @param code with which an answer acknowledges it; empty where there is none
/// @param alerts what it is about
/// @param remark more to say that is not about health; empty for nothing
/// @param link to the page
public record Word(UUID messageId, Kind kind, String code, List<Subject> alerts, String remark, String link) {

    /// Why something is sent.
    public enum Kind {
        URGENT,
        DIGEST,
        QUESTION,
        BROKEN_GLASS,
        TEST,
        OPERATIONS
    }

    /// An alert that is told of.
    ///
    /// @param text who and what; must go into no channel that does not allow details
    public record Subject(UUID alertId, String text) {}

    public Word {
        alerts = List.copyOf(alerts);
    }

    /// A line that says nothing about health, nor whose.
    public String headline() {
        return switch (kind) {
            case URGENT -> "A critical alert waits for you in Vigil.";
            case DIGEST ->
                alerts.size() == 1
                        ? "An alert waits for you in Vigil."
                        : alerts.size() + " alerts wait for you in Vigil.";
            case QUESTION -> "A question about a patient waits for you in Vigil.";
            case BROKEN_GLASS -> "Somebody broke the glass in Vigil: look at it.";
            case TEST -> "This is a test of Vigil: alerts will reach you here.";
            case OPERATIONS -> "Vigil needs an operator: see its health page.";
        };
    }

    /// All there is to say.
    ///
    /// @param details whether health may be spoken of
    public String text(boolean details) {
        var text = new StringBuilder(headline());
        if (!remark.isEmpty()) {
            text.append('\n').append(remark);
        }
        if (details) {
            alerts.forEach(alert -> text.append('\n').append(alert.text()));
        }
        if (!code.isEmpty()) {
            text.append("\nTo acknowledge, answer ACK ").append(code).append('.');
        }
        return text.append('\n').append(link).toString();
    }
}
