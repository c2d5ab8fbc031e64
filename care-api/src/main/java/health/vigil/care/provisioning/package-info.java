/// How a device gets its secret, and loses it.
@NullMarked
package health.vigil.care.provisioning;

import org.jspecify.annotations.NullMarked;
