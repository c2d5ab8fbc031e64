/// A patient's care plan: zone, targets and rules, and how it changed over time.
@NullMarked
package health.vigil.clinical.plans;

import org.jspecify.annotations.NullMarked;
