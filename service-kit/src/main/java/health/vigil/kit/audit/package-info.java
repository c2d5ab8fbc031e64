/// Who saw and did what: a trail that is only added to.
@NullMarked
package health.vigil.kit.audit;

import org.jspecify.annotations.NullMarked;
