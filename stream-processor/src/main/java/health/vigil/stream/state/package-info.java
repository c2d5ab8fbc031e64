/// How state stores lay out their keys.
@NullMarked
package health.vigil.stream.state;

import org.jspecify.annotations.NullMarked;
