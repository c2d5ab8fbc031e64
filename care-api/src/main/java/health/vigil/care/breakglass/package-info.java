/// Seeing a patient of another care team in an emergency: with a reason, for some hours, and looked at afterwards.
@NullMarked
package health.vigil.care.breakglass;

import org.jspecify.annotations.NullMarked;
