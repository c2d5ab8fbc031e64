/// What devices are asked for.
@NullMarked
package health.vigil.care.requests;

import org.jspecify.annotations.NullMarked;
