/// Looking into the audit trail.
@NullMarked
package health.vigil.care.audit;

import org.jspecify.annotations.NullMarked;
