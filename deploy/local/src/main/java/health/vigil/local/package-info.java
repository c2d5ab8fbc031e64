/// The command line: everything in one process, with embedded parts.
@NullMarked
package health.vigil.local;

import org.jspecify.annotations.NullMarked;
