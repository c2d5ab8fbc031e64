/// What a plan would have raised: the function that runs in the stream, over readings that came long ago.
@NullMarked
package health.vigil.care.previews;

import org.jspecify.annotations.NullMarked;
