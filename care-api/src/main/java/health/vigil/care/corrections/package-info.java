/// Correcting mistakes: readings marked as entered in error, confirmed, or unmarked.
@NullMarked
package health.vigil.care.corrections;

import org.jspecify.annotations.NullMarked;
