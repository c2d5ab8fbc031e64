package health.vigil.clinical.trends;

import java.time.LocalDate;
import java.util.OptionalDouble;

/// What one local day says of a metric, as far as longer periods are made of it.
///
/// @param count readings, HI and LO included
/// @param numbers readings with a number
/// @param mean of the numbers, in the metric's canonical unit
/// @param below readings below the target range of that day's plan
/// @param inRange readings within it, or all where there is none
/// @param above readings above it
public record DayFigures(
        LocalDate day, int count, int numbers, OptionalDouble mean, int below, int inRange, int above) {}
