/// Remote monitoring for billing: device days, time spent, and what was exported of them.
@NullMarked
package health.vigil.care.billing;

import org.jspecify.annotations.NullMarked;
