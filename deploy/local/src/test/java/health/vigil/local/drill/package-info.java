/// Tests of the drill, and the drill as a test.
@NullMarked
package health.vigil.local.drill;

import org.jspecify.annotations.NullMarked;
