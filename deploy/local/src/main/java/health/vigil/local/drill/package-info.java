/// Breaks Vigil on purpose, and reckons up whether anything was lost: `./vigil drill`.
@NullMarked
package health.vigil.local.drill;

import org.jspecify.annotations.NullMarked;
