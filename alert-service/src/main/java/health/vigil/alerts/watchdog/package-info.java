/// Vigil watches itself: a synthetic patient's reading goes the whole way, again and again.
@NullMarked
package health.vigil.alerts.watchdog;

import org.jspecify.annotations.NullMarked;
