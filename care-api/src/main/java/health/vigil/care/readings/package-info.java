/// A patient's readings as the projection wrote them.
@NullMarked
package health.vigil.care.readings;

import org.jspecify.annotations.NullMarked;
