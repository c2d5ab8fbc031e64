package health.vigil.care.overview;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What happened to a patient besides readings: an alert, or a new version of the care plan.
///
/// @param kind `alert` or `plan`
/// @param severity of an alert, e.g. `CRITICAL`; empty of a plan
/// @param until when the value was back; absent while it is not, and of a plan
/// @param text what it was, for people
/// @param story what was done about it, for people; may be empty
public record Happening(String kind, Instant at, @Nullable Instant until, String severity, String text, String story) {}
