/// Who a patient is: kept encrypted, and read where a page or an answer is made.
@NullMarked
package health.vigil.kit.identity;

import org.jspecify.annotations.NullMarked;
