/// Where an alert is in its life, and what happened to it, in the database.
@NullMarked
package health.vigil.alerts.store;

import org.jspecify.annotations.NullMarked;
