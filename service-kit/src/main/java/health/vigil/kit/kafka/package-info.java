/// Client settings, and consuming in batches that are committed after their work is.
@NullMarked
package health.vigil.kit.kafka;

import org.jspecify.annotations.NullMarked;
