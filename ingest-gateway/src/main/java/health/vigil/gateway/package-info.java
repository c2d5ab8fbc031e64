/// The ingest gateway: MQTT messages of devices become records in Kafka.
@NullMarked
package health.vigil.gateway;

import org.jspecify.annotations.NullMarked;
