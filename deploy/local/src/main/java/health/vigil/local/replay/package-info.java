/// Publishes recorded data as devices would.
@NullMarked
package health.vigil.local.replay;

import org.jspecify.annotations.NullMarked;
