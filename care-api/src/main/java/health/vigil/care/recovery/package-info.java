/// Getting things back: rejected messages and held readings, replayed with a correction, or dismissed with a reason.
@NullMarked
package health.vigil.care.recovery;

import org.jspecify.annotations.NullMarked;
