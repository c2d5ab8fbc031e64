/// How records travel: Avro in the Confluent wire format, the topics, and the history of every schema.
@NullMarked
package health.vigil.schemas.wire;

import org.jspecify.annotations.NullMarked;
