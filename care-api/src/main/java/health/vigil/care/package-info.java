/// The care API: what clinicians query and set, and who uses which device.
@NullMarked
package health.vigil.care;

import org.jspecify.annotations.NullMarked;
