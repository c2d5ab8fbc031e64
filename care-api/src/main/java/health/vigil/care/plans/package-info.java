/// The versions of care plans: all kept, none ever changed.
@NullMarked
package health.vigil.care.plans;

import org.jspecify.annotations.NullMarked;
