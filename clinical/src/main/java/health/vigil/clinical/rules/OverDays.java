package health.vigil.clinical.rules;

/// A condition that compares a reading with others of the local days before it, its own included or not.
sealed interface OverDays extends Condition permits Average, Change, Baseline, Variability, ShareInRange, OtherPerson {

    /// How many local days.
    int days();

    @Override
    default Reach reach() {
        return Reach.ofDays(days());
    }

    @Override
    default boolean isTrend() {
        return true;
    }
}
