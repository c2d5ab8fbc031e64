package health.vigil.care.corrections;

import health.vigil.clinical.plans.CarePlan;
import health.vigil.clinical.vitals.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/// A reading in the table on the patient's page.
///
/// @param timing how the time came about, where it is not the one that the device said; empty otherwise
/// @param note why it is in error, or who confirmed it; empty for an ordinary one
public record ShownReading(
        UUID readingId,
        String measured,
        String timing,
        String received,
        String values,
        String device,
        State state,
        String note) {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

    /// What the table says of a reading.
    public enum State {
        FINAL("Valid", "ok"),
        CONFIRMED("Confirmed", "ok"),
        IN_ERROR("Entered in error", "critical"),
        /// Unmarked, and not yet counted again.
        RESTORED("Being restored", "information"),
        REASSIGNED("Another patient's", "information");

        private final String title;
        private final String tone;

        State(String title, String tone) {
            this.title = title;
            this.tone = tone;
        }

        public String title() {
            return title;
        }

        /// How the badge looks.
        public String tone() {
            return tone;
        }
    }

    static ShownReading of(Reading reading, String timing, CarePlan plan, String device, State state, String note) {
        var late = Duration.between(reading.measuredAt(), reading.receivedAt()).compareTo(plan.lateAfter()) > 0;
        return new ShownReading(
                reading.id(),
                local(reading.measuredAt(), plan.zone()) + (reading.clockSuspect() ? " (clock doubtful)" : ""),
                timing,
                late ? local(reading.receivedAt(), plan.zone()) : "",
                reading.text(),
                device,
                state,
                note);
    }

    static String local(Instant moment, ZoneId zone) {
        return LOCAL.format(moment.atZone(zone));
    }

    public boolean isInError() {
        return state == State.IN_ERROR || state == State.REASSIGNED;
    }

    /// Whether something was said that can be taken back.
    public boolean isMarked() {
        return state == State.IN_ERROR || state == State.CONFIRMED;
    }
}
