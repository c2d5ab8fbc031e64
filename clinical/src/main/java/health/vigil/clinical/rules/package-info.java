/// Conditions that a reading can violate, each judged from the reading and the patient's earlier ones alone.
@NullMarked
package health.vigil.clinical.rules;

import org.jspecify.annotations.NullMarked;
