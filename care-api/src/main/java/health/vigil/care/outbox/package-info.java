/// Records for Kafka, written with the change they tell of.
@NullMarked
package health.vigil.care.outbox;

import org.jspecify.annotations.NullMarked;
