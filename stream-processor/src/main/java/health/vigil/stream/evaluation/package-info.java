/// Feeds the pure function with a patient's readings, and publishes what has changed.
@NullMarked
package health.vigil.stream.evaluation;

import org.jspecify.annotations.NullMarked;
