/// The ways to start the parts that tests run on. For tests only: nothing that ships depends on it.
@NullMarked
package health.vigil.parts;

import org.jspecify.annotations.NullMarked;
