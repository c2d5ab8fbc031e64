/// Talks to a running Vigil by its API.
@NullMarked
package health.vigil.local.client;

import org.jspecify.annotations.NullMarked;
