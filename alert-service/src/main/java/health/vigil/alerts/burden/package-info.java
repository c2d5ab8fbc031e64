/// How much alerts ask of people, and what for.
@NullMarked
package health.vigil.alerts.burden;

import org.jspecify.annotations.NullMarked;
