/// What the alert service wrote, read for pages and answers. Nothing of it is ever changed here.
@NullMarked
package health.vigil.care.alerts;

import org.jspecify.annotations.NullMarked;
