/// Questions about a patient that a nurse passes on to the patient's clinicians.
@NullMarked
package health.vigil.alerts.questions;

import org.jspecify.annotations.NullMarked;
