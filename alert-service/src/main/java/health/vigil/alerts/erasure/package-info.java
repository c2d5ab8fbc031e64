/// Forgetting what people wrote about a patient who was erased.
@NullMarked
package health.vigil.alerts.erasure;

import org.jspecify.annotations.NullMarked;
