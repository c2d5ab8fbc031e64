/// Devices, their credentials, and who uses them.
@NullMarked
package health.vigil.care.devices;

import org.jspecify.annotations.NullMarked;
