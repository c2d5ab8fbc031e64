/// Writes the topics into PostgreSQL or TimescaleDB.
@NullMarked
package health.vigil.stream.projection;

import org.jspecify.annotations.NullMarked;
