/// The all-in-one: the same services, wired in one process.
@NullMarked
package health.vigil.local.run;

import org.jspecify.annotations.NullMarked;
