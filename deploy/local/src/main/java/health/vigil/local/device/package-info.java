/// A device as a good one behaves: keeps what is not confirmed, connects again, sends again.
@NullMarked
package health.vigil.local.device;

import org.jspecify.annotations.NullMarked;
