/// A process that watches the alert service from outside, and has channels of its own.
@NullMarked
package health.vigil.alerts.watch;

import org.jspecify.annotations.NullMarked;
