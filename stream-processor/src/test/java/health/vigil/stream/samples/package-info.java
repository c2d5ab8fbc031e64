/// Generates what homes and clinics send, with all that goes wrong there.
@NullMarked
package health.vigil.stream.samples;

import org.jspecify.annotations.NullMarked;
