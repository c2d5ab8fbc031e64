/// What a clinician asks of many readings: means, shares, the typical day, and which way it goes.
@NullMarked
package health.vigil.clinical.trends;

import org.jspecify.annotations.NullMarked;
