/// Who sees whom.
@NullMarked
package health.vigil.care.access;

import org.jspecify.annotations.NullMarked;
