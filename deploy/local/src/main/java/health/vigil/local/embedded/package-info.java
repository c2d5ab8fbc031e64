/// Kafka, an MQTT broker and PostgreSQL inside this process.
@NullMarked
package health.vigil.local.embedded;

import org.jspecify.annotations.NullMarked;
