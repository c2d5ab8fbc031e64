/// `./vigil rejected` and `./vigil held`: what waits for a decision, from the command line.
@NullMarked
package health.vigil.local.recovery;

import org.jspecify.annotations.NullMarked;
