package health.vigil.clinical.trends;

import java.util.Collection;
import java.util.OptionalDouble;

/// What several days say of a metric together. Every reading weighs the same, whichever day it is of.
///
/// @param days with readings
/// @param count readings, HI and LO included
/// @param mean of the readings with a number, in the metric's canonical unit
public record Figures(int days, int count, OptionalDouble mean, int below, int inRange, int above) {

    public static Figures of(Collection<DayFigures> days) {
        var count = 0;
        var below = 0;
        var inRange = 0;
        var above = 0;
        var numbers = 0;
        var sum = 0.0;
        for (var day : days) {
            count += day.count();
            below += day.below();
            inRange += day.inRange();
            above += day.above();
            numbers += day.numbers();
            sum += day.mean().orElse(0) * day.numbers();
        }
        var mean = numbers == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / numbers);
        return new Figures(days.size(), count, mean, below, inRange, above);
    }

    /// Share of readings in the target range, from 0 to 1. Of finger-stick readings one does not say *time* in range.
    public OptionalDouble shareInRange() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) inRange / count);
    }
}
