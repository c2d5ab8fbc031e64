/// The page for whoever runs the place.
@NullMarked
package health.vigil.care.administration;

import org.jspecify.annotations.NullMarked;
