/// Care teams and contacts, as the lead nurse and each nurse set them up.
@NullMarked
package health.vigil.alerts.teams;

import org.jspecify.annotations.NullMarked;
