/// Telling people that somebody broke the glass.
@NullMarked
package health.vigil.alerts.glass;

import org.jspecify.annotations.NullMarked;
