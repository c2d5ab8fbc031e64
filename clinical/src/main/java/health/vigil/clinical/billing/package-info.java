/// What remote monitoring is billed by in the United States: days with readings, and time that people spent on them.
@NullMarked
package health.vigil.clinical.billing;

import org.jspecify.annotations.NullMarked;
