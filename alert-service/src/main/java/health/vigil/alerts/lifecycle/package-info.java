/// What can happen to an alert until a human has dealt with it. Plain Java.
@NullMarked
package health.vigil.alerts.lifecycle;

import org.jspecify.annotations.NullMarked;
