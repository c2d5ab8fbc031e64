/// The pages about devices: how each of them does, who uses it, its way in, and what it is asked for.
@NullMarked
package health.vigil.care.fleet;

import org.jspecify.annotations.NullMarked;
