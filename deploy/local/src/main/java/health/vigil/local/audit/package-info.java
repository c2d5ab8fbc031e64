/// The audit trail on the command line.
@NullMarked
package health.vigil.local.audit;

import org.jspecify.annotations.NullMarked;
