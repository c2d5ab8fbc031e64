package health.vigil.gateway.decoding;

import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.Unit;
import health.vigil.clinical.vitals.Value;
import health.vigil.schemas.BodyPosture;
import health.vigil.schemas.MealContext;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What texts and numbers mean, in every format that has them.
final class Words {

    static final String UNIT = "unit must be a UCUM code, e.g. mm[Hg], mg/dL, mmol/L or kg.";

    private Words() {}

    /// @param by what a person knows better than the message
    static Unit unit(String code, Correction by) throws RefusedException {
        return Unit.of(by.unit().orElse(code)).orElseThrow(() -> new RefusedException(Reason.UNIT_INVALID, UNIT));
    }

    /// The number in the metric's unit; a pulse is counted per minute, whatever the unit.
    ///
    /// @param field what to call it in a refusal
    static Value number(Metric metric, String field, BigDecimal number, Unit unit) throws RefusedException {
        if (!Metric.isOrdinary(number)) {
            throw new RefusedException(Reason.VALUE_INVALID, field + " must be a number.");
        }
        try {
            return metric.normalise(number, metric == Metric.PULSE ? Unit.PER_MINUTE : unit);
        } catch (IllegalArgumentException _) {
            throw new RefusedException(Reason.UNIT_INVALID, unit.ucum() + " is no unit of " + metric.code() + ".");
        }
    }

    /// What a meter says instead of a number.
    static Value outOfRange(Metric metric, String field, String text) throws RefusedException {
        if (metric.meterSaysHighOrLow()) {
            switch (text.toUpperCase(Locale.ROOT)) {
                case "HI" -> {
                    return Value.OutOfRange.HIGH;
                }
                case "LO" -> {
                    return Value.OutOfRange.LOW;
                }
                default -> {}
            }
        }
        throw new RefusedException(
                Reason.VALUE_INVALID,
                field + " must be a number" + (metric.meterSaysHighOrLow() ? ", \"HI\" or \"LO\"." : "."));
    }

    static @Nullable MealContext meal(String text) {
        return switch (text) {
            case "fasting" -> MealContext.FASTING;
            case "before-meal" -> MealContext.BEFORE_MEAL;
            case "after-meal" -> MealContext.AFTER_MEAL;
            case "casual" -> MealContext.CASUAL;
            case "bedtime" -> MealContext.BEDTIME;
            default -> null;
        };
    }

    static @Nullable BodyPosture posture(String text) {
        return switch (text) {
            case "sitting" -> BodyPosture.SITTING;
            case "standing" -> BodyPosture.STANDING;
            case "lying" -> BodyPosture.LYING;
            default -> null;
        };
    }
}
