/// What is measured: metrics, units, plausibility, and the identity of a reading.
@NullMarked
package health.vigil.clinical.vitals;

import org.jspecify.annotations.NullMarked;
