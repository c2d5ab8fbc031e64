/// Who uses which device, as the stream processor is told: it attributes readings by that.
@NullMarked
package health.vigil.care.assignments;

import org.jspecify.annotations.NullMarked;
