/// What became of every device's and patient's readings, for operators.
@NullMarked
package health.vigil.care.ledger;

import org.jspecify.annotations.NullMarked;
