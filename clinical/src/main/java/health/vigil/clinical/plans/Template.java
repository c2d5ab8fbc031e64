package health.vigil.clinical.plans;

import static health.vigil.clinical.plans.SharedRules.AFTER_MEAL;
import static health.vigil.clinical.plans.SharedRules.EVENINGS;
import static health.vigil.clinical.plans.SharedRules.FASTING;
import static health.vigil.clinical.plans.SharedRules.MORNINGS;
import static health.vigil.clinical.plans.SharedRules.STAGE_1;
import static health.vigil.clinical.plans.SharedRules.STAGE_2;
import static health.vigil.clinical.plans.SharedRules.VERY_HIGH;
import static health.vigil.clinical.plans.SharedRules.average;
import static health.vigil.clinical.plans.SharedRules.confirmed;
import static health.vigil.clinical.plans.SharedRules.dangerouslyLow;
import static health.vigil.clinical.plans.SharedRules.high;
import static health.vigil.clinical.plans.SharedRules.highRepeatedly;
import static health.vigil.clinical.plans.SharedRules.low;
import static health.vigil.clinical.plans.SharedRules.otherPerson;
import static health.vigil.clinical.plans.SharedRules.pressureCrisis;
import static health.vigil.clinical.plans.SharedRules.pressureHigh;
import static health.vigil.clinical.plans.SharedRules.pressureLow;
import static health.vigil.clinical.plans.SharedRules.silence;
import static health.vigil.clinical.plans.SharedRules.veryHigh;
import static health.vigil.clinical.plans.SharedRules.weightGain;
import static health.vigil.clinical.rules.Bound.above;
import static health.vigil.clinical.rules.Bound.atOrAbove;
import static health.vigil.clinical.rules.Bound.below;
import static health.vigil.clinical.rules.PartOfDay.EVENING;
import static health.vigil.clinical.rules.PartOfDay.MORNING;
import static health.vigil.clinical.vitals.Metric.DIASTOLIC;
import static health.vigil.clinical.vitals.Metric.GLUCOSE;
import static health.vigil.clinical.vitals.Metric.SYSTOLIC;
import static health.vigil.clinical.vitals.Metric.WEIGHT;

import health.vigil.clinical.rules.Baseline;
import health.vigil.clinical.rules.Change;
import health.vigil.clinical.rules.Change.Against;
import health.vigil.clinical.rules.Change.Direction;
import health.vigil.clinical.rules.Combination;
import health.vigil.clinical.rules.Limit;
import health.vigil.clinical.rules.PartOfDay;
import health.vigil.clinical.rules.Repeated;
import health.vigil.clinical.rules.Rule;
import health.vigil.clinical.rules.Severity;
import health.vigil.clinical.rules.ShareInRange;
import health.vigil.clinical.rules.Variability;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.ReadingKind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a care plan begins as. Every number is a default that a clinician adapts; each rule names where its limits come
/// from. Clear levels, repeats, minimum histories and everything called *house* are choices of Vigil's where no
/// authority settles them.
public enum Template {
    /// For a patient for whom nobody has chosen another.
    STANDARD("Standard") {
        @Override
        Stream<Rule> rules() {
            return Stream.concat(
                    Stream.of(
                            pressureCrisis(),
                            pressureHigh(),
                            pressureLow(),
                            dangerouslyLow(),
                            low(),
                            veryHigh(),
                            high(),
                            otherPerson()),
                    weightGain());
        }

        @Override
        List<Schedule> schedules() {
            return List.of();
        }
    },
    HYPERTENSION("Hypertension") {
        @Override
        Stream<Rule> rules() {
            return Stream.of(
                    pressureCrisis(),
                    pressureLow(),
                    average(
                            "blood-pressure-average-stage-2",
                            "Home average, stage 2",
                            Severity.HIGH,
                            STAGE_2,
                            "NICE NG136"),
                    average(
                            "blood-pressure-average",
                            "Home average above target",
                            Severity.LOW,
                            STAGE_1,
                            "NICE NG136, ESH"),
                    average(
                                    "blood-pressure-average-morning",
                                    "Morning average above target",
                                    Severity.INFORMATION,
                                    STAGE_1,
                                    "NICE NG136, ESH")
                            .with(MORNINGS),
                    average(
                                    "blood-pressure-average-evening",
                                    "Evening average above target",
                                    Severity.INFORMATION,
                                    STAGE_1,
                                    "NICE NG136, ESH")
                            .with(EVENINGS),
                    Rule.of(
                            "blood-pressure-high-repeatedly",
                            "High blood pressure again and again",
                            Severity.LOW,
                            new Repeated(STAGE_2, 3, Optional.of(5), Optional.empty()),
                            "NICE NG136; 3 of 5 house"),
                    Rule.of(
                            "systolic-unusual",
                            "Unusual for this patient",
                            Severity.INFORMATION,
                            new Baseline(SYSTOLIC, Baseline.Side.ABOVE, 30, 4, 2, 14, 5),
                            "house"),
                    silence("blood-pressure-silent", ReadingKind.BLOOD_PRESSURE, 6));
        }

        @Override
        List<Schedule> schedules() {
            return List.of(daily(ReadingKind.BLOOD_PRESSURE, MORNING, EVENING));
        }
    },
    DIABETES_INSULIN("Diabetes on insulin") {
        @Override
        Stream<Rule> rules() {
            return Stream.of(
                    dangerouslyLow(),
                    low(),
                    veryHigh(),
                    highRepeatedly(3, 5),
                    Rule.of(
                                    "glucose-fasting-high",
                                    "High fasting glucose",
                                    Severity.INFORMATION,
                                    new Repeated(
                                            List.of(above(GLUCOSE, 130, 120)), 3, Optional.of(3), Optional.empty()),
                                    "ADA (80 to 130 mg/dL before meals); 3 of 3 house")
                            .with(FASTING),
                    Rule.of(
                            "glucose-share-in-range",
                            "Too few readings in range",
                            Severity.LOW,
                            new ShareInRange(GLUCOSE, 70, 180, 14, 50, 60, 20),
                            "range: consensus; share: house"),
                    Rule.of(
                            "glucose-variability",
                            "Unstable glucose",
                            Severity.INFORMATION,
                            new Variability(GLUCOSE, 14, 36, 33, 20),
                            "consensus: up to 36 % is stable"),
                    silence("glucose-silent", ReadingKind.GLUCOSE, 4));
        }

        @Override
        List<Schedule> schedules() {
            return List.of(daily(ReadingKind.GLUCOSE, MORNING, EVENING));
        }
    },
    DIABETES_TABLETS("Diabetes on tablets") {
        @Override
        Stream<Rule> rules() {
            return Stream.of(
                    dangerouslyLow(),
                    low(),
                    Rule.of(
                            "glucose-very-high",
                            "Very high glucose",
                            Severity.HIGH,
                            new Repeated(VERY_HIGH, 2, Optional.of(3), Optional.empty()),
                            "consensus; 2 of 3 house"),
                    highRepeatedly(4, 6),
                    silence("glucose-silent", ReadingKind.GLUCOSE, 3));
        }

        @Override
        List<Schedule> schedules() {
            return List.of(daily(ReadingKind.GLUCOSE, MORNING));
        }
    },
    HEART_FAILURE("Heart failure") {
        @Override
        Stream<Rule> rules() {
            return Stream.concat(
                    weightGain(),
                    Stream.of(
                            Rule.of(
                                    "weight-loss-2-days",
                                    "Weight loss within two days",
                                    Severity.LOW,
                                    new Change(WEIGHT, Direction.FALL, Against.HIGHEST, 2, 0.9, 0.5, 1),
                                    "2 lb in two days, over-diuresis"),
                            Rule.of(
                                    "decompensation",
                                    "Weight gain with rising blood pressure",
                                    Severity.HIGH,
                                    new Combination(
                                            List.of(
                                                    new Change(WEIGHT, Direction.RISE, Against.LOWEST, 3, 1, 0.5, 2),
                                                    new Change(SYSTOLIC, Direction.RISE, Against.MEDIAN, 7, 15, 8, 4)),
                                            Duration.ofDays(3)),
                                    "house"),
                            pressureCrisis(),
                            Rule.of(
                                    "blood-pressure-low",
                                    "Low blood pressure",
                                    Severity.HIGH,
                                    // A diastolic in the fifties without symptoms is no reason to act.
                                    new Limit(List.of(below(SYSTOLIC, 90, 95)), List.of()),
                                    "consensus for heart failure"),
                            otherPerson(),
                            silence("weight-silent", ReadingKind.WEIGHT, 2)));
        }

        @Override
        List<Schedule> schedules() {
            return List.of(daily(ReadingKind.WEIGHT, MORNING));
        }
    },
    PREGNANCY("Pregnancy") {
        @Override
        Stream<Rule> rules() {
            return Stream.of(
                    confirmed(
                            "blood-pressure-severe",
                            "Severe hypertension in pregnancy",
                            Severity.CRITICAL,
                            List.of(atOrAbove(SYSTOLIC, 160, 150), atOrAbove(DIASTOLIC, 110, 100)),
                            15,
                            true,
                            "NICE NG133, ACOG"),
                    confirmed(
                            "blood-pressure-high",
                            "Hypertension in pregnancy",
                            Severity.HIGH,
                            List.of(atOrAbove(SYSTOLIC, 140, 135), atOrAbove(DIASTOLIC, 90, 85)),
                            15,
                            false,
                            "NICE NG133, ACOG"),
                    dangerouslyLow(),
                    low(),
                    Rule.of(
                                    "glucose-fasting-high",
                                    "High fasting glucose in pregnancy",
                                    Severity.LOW,
                                    new Repeated(List.of(above(GLUCOSE, 95, 92)), 2, Optional.of(3), Optional.empty()),
                                    "NICE NG3, ADA (5.3 mmol/L); 2 of 3 house")
                            .with(FASTING),
                    Rule.of(
                                    "glucose-after-meal-high",
                                    "High glucose after meals in pregnancy",
                                    Severity.LOW,
                                    new Repeated(
                                            List.of(above(GLUCOSE, 140, 135)), 3, Optional.of(5), Optional.empty()),
                                    "NICE NG3, ADA (7.8 mmol/L after one hour); 3 of 5 house")
                            .with(AFTER_MEAL),
                    silence("blood-pressure-silent", ReadingKind.BLOOD_PRESSURE, 4));
        }

        @Override
        List<Schedule> schedules() {
            return List.of(daily(ReadingKind.BLOOD_PRESSURE, MORNING, EVENING));
        }
    };

    /// Home blood pressure below 135/85 (NICE, ESH); glucose 70 to 180 mg/dL (consensus).
    private static final Map<Metric, TargetRange> TARGETS = Map.of(
            SYSTOLIC, new TargetRange(90, 134),
            DIASTOLIC, new TargetRange(60, 84),
            GLUCOSE, new TargetRange(70, 180));

    private final String title;

    Template(String title) {
        this.title = title;
    }

    /// For people, e.g. `Diabetes on insulin`.
    public String title() {
        return title;
    }

    /// The name in documents, e.g. `diabetes-insulin`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Template> of(String code) {
        return Arrays.stream(values())
                .filter(template -> template.code().equals(code))
                .findFirst();
    }

    public CarePlan in(ZoneId zone) {
        return new CarePlan(code(), zone, rules().toList(), TARGETS, schedules(), CarePlan.LATE_AFTER);
    }

    abstract Stream<Rule> rules();

    abstract List<Schedule> schedules();

    private static Schedule daily(ReadingKind kind, PartOfDay... parts) {
        return new Schedule(kind, List.of(parts), Optional.empty());
    }
}
