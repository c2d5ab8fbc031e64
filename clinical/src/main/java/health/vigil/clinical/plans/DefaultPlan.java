package health.vigil.clinical.plans;

import static health.vigil.clinical.rules.Bound.above;
import static health.vigil.clinical.rules.Bound.atOrAbove;
import static health.vigil.clinical.rules.Bound.below;
import static health.vigil.clinical.vitals.Metric.DIASTOLIC;
import static health.vigil.clinical.vitals.Metric.GLUCOSE;
import static health.vigil.clinical.vitals.Metric.SYSTOLIC;
import static health.vigil.clinical.vitals.Metric.WEIGHT;

import health.vigil.clinical.rules.Bound;
import health.vigil.clinical.rules.LimitRule;
import health.vigil.clinical.rules.RiseRule;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// The plan of a patient for whom nobody has set another.
///
/// Limits follow published guidance, named at each rule; clear levels are a house choice throughout.
public final class DefaultPlan {

    /// House: a reading that arrives six hours after it was measured is late.
    static final Duration LATE_AFTER = Duration.ofHours(6);

    private static final List<Bound> CRISIS = List.of(atOrAbove(SYSTOLIC, 180, 170), atOrAbove(DIASTOLIC, 120, 110));
    private static final List<Bound> LEVEL_2_LOW = List.of(below(GLUCOSE, 54, 70));
    private static final List<Bound> VERY_HIGH = List.of(above(GLUCOSE, 250, 230));

    static final List<Rule> RULES = List.of(
            // AHA patient guidance: 180 systolic or 120 diastolic.
            bloodPressure("blood-pressure-crisis", "Blood pressure crisis", Severity.CRITICAL, CRISIS, List.of()),
            // NICE: stage 2 hypertension at home.
            bloodPressure(
                    "blood-pressure-high",
                    "High blood pressure",
                    Severity.LOW,
                    List.of(atOrAbove(SYSTOLIC, 150, 145), atOrAbove(DIASTOLIC, 95, 90)),
                    CRISIS),
            bloodPressure(
                    "blood-pressure-low",
                    "Low blood pressure",
                    Severity.HIGH,
                    List.of(below(SYSTOLIC, 90, 95), below(DIASTOLIC, 60, 62)),
                    List.of()),
            // ADA: level 2 is dangerous at once, level 1 is 54 to 69 mg/dL.
            glucose("glucose-dangerously-low", "Dangerously low glucose", Severity.CRITICAL, LEVEL_2_LOW, List.of()),
            glucose("glucose-low", "Low glucose", Severity.HIGH, List.of(below(GLUCOSE, 70, 80)), LEVEL_2_LOW),
            // International consensus: high above 180, very high above 250 mg/dL.
            glucose("glucose-very-high", "Very high glucose", Severity.HIGH, VERY_HIGH, List.of()),
            glucose("glucose-high", "High glucose", Severity.LOW, List.of(above(GLUCOSE, 180, 170)), VERY_HIGH),
            // AHA: a gain of 2–3 lb within 24 hours or 5 lb within a week calls for a contact in heart failure.
            new RiseRule("weight-gain-2-days", "Weight gain within two days", Severity.HIGH, WEIGHT, 2, 1.4, 0.9),
            new RiseRule("weight-gain-7-days", "Weight gain within a week", Severity.HIGH, WEIGHT, 7, 2.3, 1.4));

    /// Home blood pressure below 135/85 (NICE, ESH); glucose 70 to 180 mg/dL (consensus).
    static final Map<Metric, TargetRange> TARGETS = Map.of(
            SYSTOLIC, new TargetRange(90, 134),
            DIASTOLIC, new TargetRange(60, 84),
            GLUCOSE, new TargetRange(70, 180));

    private DefaultPlan() {}

    public static CarePlan in(ZoneId zone) {
        return new CarePlan(zone, RULES, TARGETS, LATE_AFTER);
    }

    private static LimitRule bloodPressure(
            String id, String title, Severity severity, List<Bound> bounds, List<Bound> graver) {
        return new LimitRule(id, title, severity, ReadingKind.BLOOD_PRESSURE, bounds, graver);
    }

    private static LimitRule glucose(
            String id, String title, Severity severity, List<Bound> bounds, List<Bound> graver) {
        return new LimitRule(id, title, severity, ReadingKind.GLUCOSE, bounds, graver);
    }
}
