/// The patients, their names and their plans.
@NullMarked
package health.vigil.care.patients;

import org.jspecify.annotations.NullMarked;
