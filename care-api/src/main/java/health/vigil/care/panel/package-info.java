/// All patients of a care team at a glance: who does how, and who is getting worse.
@NullMarked
package health.vigil.care.panel;

import org.jspecify.annotations.NullMarked;
