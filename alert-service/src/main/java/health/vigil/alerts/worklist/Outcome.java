package health.vigil.alerts.worklist;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How an alert was dealt with.
public enum Outcome {
    CALLED("Called the patient"),
    MEDICATION_CHANGED("Medication changed"),
    SENT_TO_EMERGENCY("Sent to emergency"),
    VISIT_ARRANGED("Visit arranged"),
    DEVICE_PROBLEM("Device problem"),
    NOT_REACHED("Patient not reached"),
    NO_ACTION("No action needed"),
    OTHER("Other, see the note");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /// As in the API and the database, e.g. `no-action`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Outcome> of(String code) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.code().equals(code))
                .findFirst();
    }
}
