/// The alert service: what happens to an alert until a human has dealt with it.
@NullMarked
package health.vigil.alerts;

import org.jspecify.annotations.NullMarked;
