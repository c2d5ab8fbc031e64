/// Care plans and explanations as JSON documents: the same text for the same content, checked against a JSON Schema.
@NullMarked
package health.vigil.plandocuments;

import org.jspecify.annotations.NullMarked;
