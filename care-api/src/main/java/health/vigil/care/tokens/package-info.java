/// API tokens of programs.
@NullMarked
package health.vigil.care.tokens;

import org.jspecify.annotations.NullMarked;
