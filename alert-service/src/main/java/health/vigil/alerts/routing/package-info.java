/// Who is told of an alert, and when the next one is: care teams, rotas, escalation paths. Plain Java.
@NullMarked
package health.vigil.alerts.routing;

import org.jspecify.annotations.NullMarked;
