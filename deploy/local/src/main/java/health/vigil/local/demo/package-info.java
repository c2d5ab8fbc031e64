/// Simulated homes.
@NullMarked
package health.vigil.local.demo;

import org.jspecify.annotations.NullMarked;
