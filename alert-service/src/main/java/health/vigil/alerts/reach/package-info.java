/// How each person is reached beside the page.
@NullMarked
package health.vigil.alerts.reach;

import org.jspecify.annotations.NullMarked;
