package health.vigil.clinical.rules;

import health.vigil.clinical.vitals.Reading;
import health.vigil.clinical.vitals.ReadingKind;
import java.util.List;
import java.util.Set;

/// What a rule demands of a patient's readings. A new kind is one class here and one test.
///
/// A condition judges one reading at a time by itself and by others in its [#reach], and never looks further: that is
/// what makes it possible to judge again only what a late or corrected reading can have changed.
public sealed interface Condition permits Limit, ConfirmedLimit, Repeated, OverDays, Combination, Silence {

    /// The kinds of reading that it looks at.
    Set<ReadingKind> kinds();

    Reach reach();

    /// Whether it compares readings with others over time. A trend leaves out readings whose time cannot be trusted, or
    /// that look like another person's; a limit judges them all the same.
    boolean isTrend();

    Judgement judge(Reading reading, History history);

    /// The readings that this judgement rests on, the judged one included, oldest first.
    List<Reading> evidence(Reading reading, History history);

    /// The limits in words, e.g. `systolic at or above 180 mmHg`.
    String describe();
}
