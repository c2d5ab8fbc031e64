/// Takes the steps of alerts when they are due.
@NullMarked
package health.vigil.alerts.escalation;

import org.jspecify.annotations.NullMarked;
