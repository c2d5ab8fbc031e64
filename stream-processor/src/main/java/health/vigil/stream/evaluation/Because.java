package health.vigil.stream.evaluation;

import health.vigil.clinical.plans.PlanHistory;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingStatus;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/// What changed, in words for those who wonder where an alert has gone.
///
/// @param sentence made only for an alert that is gone
/// @param isArrival a reading came, and more may be on their way with it
record Because(Supplier<String> sentence, boolean isArrival) {

    static final Because PLAN_CHANGED = new Because(() -> "The care plan was changed.", false);
    static final Because DEVICE_NEWS = new Because(() -> "There is news of a device.", false);
    static final Because TIME_PASSED = new Because(() -> "Time has passed.", false);

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm z", Locale.ENGLISH);

    static Because of(PatientReading changed, PlanHistory plans) {
        return new Because(() -> describe(changed, plans), true);
    }

    private static String describe(PatientReading changed, PlanHistory plans) {
        var measuredAt = changed.getReading().getMeasuredAt();
        var reading = "The reading of "
                + LOCAL.format(measuredAt.atZone(plans.at(measuredAt).zone()));
        if (changed.getStatus() == ReadingStatus.FINAL) {
            return reading + " came or was changed; with it, the rule is not broken so any more.";
        }
        return reading
                + switch (changed.getInErrorBecause()) {
                    case MARKED -> " was marked as entered in error.";
                    case RETIMED -> " turned out to be of another time, by the clock of its device or its zone.";
                    case REASSIGNED -> " turned out to be another patient's, by the assignment of its device.";
                    // Of before there was a reason.
                    case null -> " is no longer there.";
                };
    }
}
