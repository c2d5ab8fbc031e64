/// The stream processor: attributes readings, evaluates them, and projects the topics into the database.
@NullMarked
package health.vigil.stream;

import org.jspecify.annotations.NullMarked;
