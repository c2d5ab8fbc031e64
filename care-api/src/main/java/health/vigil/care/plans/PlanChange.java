package health.vigil.care.plans;

import health.vigil.clinical.plans.CarePlan;
import java.time.Instant;
import java.util.Optional;

/// A new version that somebody wants to make.
///
/// @param basedOn the version that was the newest when the change was thought of
/// @param effectiveFrom absent for at once
public record PlanChange(int basedOn, Optional<Instant> effectiveFrom, String reason, CarePlan plan) {

    /// What became of a change.
    public sealed interface Outcome {}

    /// It is kept and will be published.
    public record Saved(StoredPlan version) implements Outcome {}

    /// Somebody else made that version meanwhile; nothing was changed.
    public record Stale(StoredPlan newest) implements Outcome {}

    /// It would take effect before the patient's first version; nothing was changed.
    public record TooEarly(Instant first) implements Outcome {}
}
