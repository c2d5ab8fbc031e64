/// The patient's page: charts on one time axis, what a period adds up to, and what happened meanwhile.
@NullMarked
package health.vigil.care.overview;

import org.jspecify.annotations.NullMarked;
