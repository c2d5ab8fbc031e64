/// Tells open pages that alerts have changed.
@NullMarked
package health.vigil.alerts.feed;

import org.jspecify.annotations.NullMarked;
