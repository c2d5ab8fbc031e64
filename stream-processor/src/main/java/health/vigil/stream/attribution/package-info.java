/// Whose reading is it: by the device's assignment at the measured time, each reading once.
@NullMarked
package health.vigil.stream.attribution;

import org.jspecify.annotations.NullMarked;
