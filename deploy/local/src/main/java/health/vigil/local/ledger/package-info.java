/// `./vigil ledger`: what became of every device's readings, in the terminal.
@NullMarked
package health.vigil.local.ledger;

import org.jspecify.annotations.NullMarked;
