/// How a patient has been doing: the charts, the API behind them, CSV.
@NullMarked
package health.vigil.care.trends;

import org.jspecify.annotations.NullMarked;
