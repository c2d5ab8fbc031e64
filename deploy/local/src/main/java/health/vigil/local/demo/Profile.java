package health.vigil.local.demo;

/// How a simulated patient is doing.
enum Profile {
    /// High blood pressure under treatment, now and then above the limit.
    HYPERTENSION,
    /// Blood pressure climbs from week to week.
    DETERIORATING,
    /// Diabetes on insulin: meals show, and now and then a low.
    DIABETES,
    /// Heart failure: weighs every morning, and has gained water in the last days.
    HEART_FAILURE,
    /// Measured every day, and stopped four days ago.
    SILENT
}
