package health.vigil.clinical.vitals;

/// When a glucose reading was taken, relative to meals.
public enum Meal {
    FASTING,
    BEFORE_MEAL,
    AFTER_MEAL,
    CASUAL,
    BEDTIME
}
