/// What tests of the alert service share: a database, and episodes as the stream processor tells them.
@NullMarked
package health.vigil.alerts.samples;

import org.jspecify.annotations.NullMarked;
