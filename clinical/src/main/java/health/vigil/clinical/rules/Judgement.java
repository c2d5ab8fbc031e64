package health.vigil.clinical.rules;

import java.time.Instant;
import java.util.function.Supplier;

/// What a condition says of one reading.
public sealed interface Judgement {

    Judgement HOLDS = new Holds();
    Judgement CLEARS = new Clears();

    /// The reading breaks the rule.
    ///
    /// @param excess how far beyond the limit, relative to the limit: the larger, the worse
    /// @param unconfirmed a repeat was asked for and has not come
    /// @param why the limits and what was found, in plain words; made only for the reading that is shown
    record Violates(double excess, boolean unconfirmed, Supplier<String> why) implements Judgement {}

    /// Beyond the limit, and a repeat may still come: nothing is said until that moment.
    record Awaits(Instant until) implements Judgement {}

    /// Neither beyond the limit nor back past the clear level: an episode that runs goes on, none begins.
    record Holds() implements Judgement {}

    /// Back past the clear level: an episode that runs ends here.
    record Clears() implements Judgement {}

    static Violates violates(double excess, Supplier<String> why) {
        return new Violates(excess, false, why);
    }
}
