/// From the bytes of a message to readings in canonical units, or the reason why not. Pure: no I/O.
@NullMarked
package health.vigil.gateway.decoding;

import org.jspecify.annotations.NullMarked;
