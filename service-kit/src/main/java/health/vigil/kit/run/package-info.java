/// Start, stop, health and metrics of a service.
@NullMarked
package health.vigil.kit.run;

import org.jspecify.annotations.NullMarked;
