/// Makes alerts of episodes.
@NullMarked
package health.vigil.alerts.intake;

import org.jspecify.annotations.NullMarked;
