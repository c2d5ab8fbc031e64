/// Forgetting who a patient was.
@NullMarked
package health.vigil.care.erasure;

import org.jspecify.annotations.NullMarked;
