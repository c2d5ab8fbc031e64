/// The MQTT client of the gateway and of the devices that come with Vigil.
@NullMarked
package health.vigil.kit.mqtt;

import org.jspecify.annotations.NullMarked;
