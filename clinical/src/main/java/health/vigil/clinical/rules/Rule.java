package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;

/// A condition of a care plan.
public sealed interface Rule permits LimitRule, RiseRule {

    /// Stable within a plan and over its versions, e.g. `blood-pressure-crisis`.
    String id();

    /// For people, e.g. `Blood pressure crisis`.
    String title();

    Severity severity();

    ReadingKind kind();

    /// For how many local days after its own a reading can still change what this rule says of others.
    int reachDays();

    /// Whether a reading whose time cannot be trusted may be judged: it may by itself, but not against others.
    boolean needsTrustedTime();

    /// Judges a reading by itself and by those of earlier days, never by later ones.
    Judgement judge(Reading reading, History history);
}
