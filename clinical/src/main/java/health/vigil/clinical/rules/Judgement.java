package health.vigil.clinical.rules;

/// What a rule says of one reading.
public sealed interface Judgement {

    /// The reading breaks the rule.
    ///
    /// @param excess how far beyond the limit, relative to the limit: the larger, the worse
    /// @param why the limits and what was found, in plain words
    record Violates(double excess, String why) implements Judgement {}

    /// Neither beyond the limit nor back past the clear level: an episode that runs goes on, none begins.
    record Holds() implements Judgement {}

    /// Back past the clear level: an episode that runs ends here.
    record Clears() implements Judgement {}
}
