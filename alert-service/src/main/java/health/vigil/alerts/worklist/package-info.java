/// What a nurse sees and does: the page and the API.
@NullMarked
package health.vigil.alerts.worklist;

import org.jspecify.annotations.NullMarked;
