/// Who sees which patient.
@NullMarked
package health.vigil.kit.sight;

import org.jspecify.annotations.NullMarked;
