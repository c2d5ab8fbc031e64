/// Takes messages from MQTT, gives records to Kafka, and acknowledges in between.
@NullMarked
package health.vigil.gateway.intake;

import org.jspecify.annotations.NullMarked;
