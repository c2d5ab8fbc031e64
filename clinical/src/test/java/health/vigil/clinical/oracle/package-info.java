/// What each kind of rule demands, a second time: slow, obvious, and straight from its definition.
@NullMarked
package health.vigil.clinical.oracle;

import org.jspecify.annotations.NullMarked;
