/// Reading and changing a care plan: the page, its form, and the API.
@NullMarked
package health.vigil.care.planning;

import org.jspecify.annotations.NullMarked;
