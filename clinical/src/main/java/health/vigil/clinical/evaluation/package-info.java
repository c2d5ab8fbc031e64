/// The pure function of Vigil: from a patient's set of readings and plan history to day summaries and episodes.
@NullMarked
package health.vigil.clinical.evaluation;

import org.jspecify.annotations.NullMarked;
