/// What tests of the care API share.
@NullMarked
package health.vigil.care.samples;

import org.jspecify.annotations.NullMarked;
