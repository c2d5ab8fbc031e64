/// The parts of the way as processes of their own, and in containers, for tests that run on each.
@NullMarked
package health.vigil.local.parts;

import org.jspecify.annotations.NullMarked;
